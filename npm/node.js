// For a server that renders pages, where no custom elements exist: the browser makes the tag.
export class LstmPlayground {}
