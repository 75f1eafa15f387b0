/** The label and the help of the prompt, which stands beside the written text. */
export const promptHelp = {
  label: 'Prompt',
  help: 'The beginning that the network continues; it may be empty.',
};
