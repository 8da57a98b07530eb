// os, as Node has it on the same machine.
globalThis.os = require('os'); 0
Object.keys(os).sort()
[os.EOL, os.devNull, os.platform(), os.type(), os.endianness()]
['arch', 'machine', 'homedir', 'tmpdir', 'hostname'].map((f) => typeof os[f]() === 'string' && os[f]().length > 2)
[os.release(), os.version()].map((s) => typeof s === 'string' && s.length > 3)
[`${os.arch}` === os.arch(), `${os.platform}`, `${os.type}`, `${os.tmpdir}` === os.tmpdir(), `${os.homedir}` === os.homedir(), `${os.endianness}`, os.uptime - 0 > 0, os.totalmem - 0 > 0]
os.constants
[os.constants.errno.ENOENT, Object.getPrototypeOf(os.constants) === null, Object.getPrototypeOf(os.constants.signals) === null]
[os.loadavg().length, os.loadavg().every((n) => n >= 0), os.uptime() > 0, os.totalmem() > os.freemem(), os.freemem() > 0, os.availableParallelism() > 0]
os.cpus().map((c) => [typeof c.model, Number.isInteger(c.speed), Object.keys(c), Object.keys(c.times), Number.isInteger(c.times.idle)])[0]
Object.keys(os.networkInterfaces()).includes('lo')
os.networkInterfaces().lo[0]
Object.keys(os.userInfo())
[os.userInfo().uid >= 0, os.userInfo().gid >= 0, typeof os.userInfo().username, Object.getPrototypeOf(os.userInfo())]
[os.arch.name, os.cpus.name, os.hostname.length]
typeof os.getPriority()
