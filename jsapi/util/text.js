// What util does to texts.
(function (host, util) {
	const { invalidArgType, invalidArgValue } = host;

	Object.assign(util, {
		stripVTControlCharacters(str) {
			if (typeof str !== 'string') throw invalidArgType('str', 'of type string', str);
			return host.strip(str);
		},
		// A single format is left out where the stream is no terminal; a list of them is not, in Node 20 either.
		styleText(format, text, { validateStream = true, stream = host.require('process').stdout } = {}) {
			if (typeof text !== 'string') throw invalidArgType('text', 'of type string', text);
			if (typeof validateStream !== 'boolean') throw invalidArgType('options.validateStream', 'of type boolean', validateStream);
			if (validateStream && (stream === null || typeof stream !== 'object')) {
				throw invalidArgType('stream', 'an instance of ReadableStream, WritableStream, or Stream', stream);
			}
			let before = '';
			let after = '';
			for (const name of Array.isArray(format) ? format : [format]) {
				const codes = util.inspect.colors[name];
				if (codes === undefined) {
					const known = Object.keys(util.inspect.colors).map((n) => `'${n}'`).join(', ');
					throw invalidArgValue('format', `must be one of: ${known}`, util.inspect(name));
				}
				before += `\x1b[${codes[0]}m`;
				after = `\x1b[${codes[1]}m${after}`;
			}
			if (validateStream && !Array.isArray(format) && !stream.isTTY) return text;
			return before + text + after;
		},
		toUSVString: (input) => host.scalar(`${input}`),
	});
})
