/** Verse written for this playground: couplets of one metre, to learn line length and rhyme. */
export const rhyme = `A walrus bought a pair of skates
and eighteen second-hand dinner plates.
He laid the plates out on the ice
and said, "This breakfast smells quite nice,"
then sat upon the marmalade
and waved to all the friends he'd made.

A mouse who lived inside a clock
wore on each foot a woollen sock,
for when she ran to strike at one
the brass was cold and that's no fun.
At twelve o'clock she ran so fast
her socks arrived a minute last.

My uncle keeps a purple cow
that learned to play the flute somehow.
She plays at dusk, she plays at dawn,
she plays while standing on the lawn,
and if you ask her for some milk
she plays a waltz as smooth as silk.

The king of Nod could never sleep.
He'd counted every royal sheep,
he'd counted stars, he'd counted spoons,
he'd counted forty-two balloons,
until a snail said, "Count on me:
I'll walk to you from one to three."
The king lay down to watch the snail
and snored before it moved its tail.

A pirate with a wooden nose
grew in his hat a yellow rose.
He watered it with ginger beer
and sang to it from ear to ear.
The rose grew up, the rose grew wide,
until the pirate lived inside.

A penguin bought a bright red bike
and rode it to a shop for pike.
The shop was shut, the road was long,
the penguin sang a cycling song
of how the wind and how the sea
are not as fast on wheels as he.

Old Mrs Plum of Puddle Lane
knits woolly jumpers for the rain.
Each drop that falls upon her street
is dressed in green from head to feet,
and puddles, when they wander by,
are warm and fluffy, though not dry.

The moon came down to have some tea
and rang our bell at half past three.
We gave it toast, we gave it jam,
it asked us for a slice of ham,
and when it rose, all round and bright,
it left us crumbs of silver light.

A dragon who was scared of fire
took lessons from a garden choir.
"Breathe in," they sang, "and hold it so,
and now let something gentle go."
He breathed out bubbles, pink and blue,
and one of them was shaped like you.

Good night, good night, the owls all say,
it's time to put the sun away.
So fold it up and close the lid
and mind the place where it is hid,
for at the other end of night
we'll need it back, all warm and bright.
`;
