// tty, as Node has it where there is no terminal.
globalThis.tty = require('tty'); 0
Object.keys(tty)
[tty.isatty(99), tty.isatty(-1), tty.isatty('x'), tty.isatty(), tty.isatty.name]
[tty.ReadStream.name, tty.WriteStream.name, typeof tty.WriteStream.prototype.getColorDepth, typeof tty.WriteStream.prototype.hasColors, typeof tty.ReadStream.prototype.setRawMode, tty.WriteStream.prototype instanceof require('events')]
new tty.WriteStream(-1)
new tty.ReadStream('x')
try { new tty.WriteStream(99) } catch (e) { e.code }
