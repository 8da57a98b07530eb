// parseArgs: the command line of POSIX and GNU as Node reads it. Tokens are made first, values of them afterwards.
(function (host) {
	const { invalidArgType, nodeError } = host;
	const fail = (code, message) => nodeError('TypeError', code, message);
	const kindOf = (options, name) => (Object.hasOwn(options, name) ? options[name].type : undefined);

	function checkOptions(options) {
		const check = (ok, value, name, must) => { if (!ok) throw invalidArgType(name, must, value); };
		check(typeof options === 'object' && options !== null && !Array.isArray(options), options, 'options', 'of type object');
		for (const [name, option] of Object.entries(options)) {
			const at = `options.${name}`;
			check(typeof option === 'object' && option !== null, option, at, 'of type object');
			const { type, short, multiple, default: value } = option;
			if (type !== 'string' && type !== 'boolean') throw invalidArgType(`${at}.type`, "('string|boolean')", type);
			if (Object.hasOwn(option, 'short')) {
				check(typeof short === 'string', short, `${at}.short`, 'of type string');
				if (short.length !== 1) throw host.invalidArgValue(`${at}.short`, 'must be a single character', `'${short}'`);
			}
			if (Object.hasOwn(option, 'multiple')) check(typeof multiple === 'boolean', multiple, `${at}.multiple`, 'of type boolean');
			if (value === undefined) continue;
			const list = multiple ? value : [value];
			check(Array.isArray(list), value, `${at}.default`, 'an instance of Array');
			list.forEach((v, i) => check(typeof v === type, v, multiple ? `${at}.default[${i}]` : `${at}.default`, `of type ${type}`));
		}
	}

	function* tokenize(args, options) {
		const long = (short) => Object.keys(options).find((n) => options[n].short === short) ?? short;
		const queue = [...args];
		let index = -1;
		while (queue.length > 0) {
			const arg = queue.shift();
			index++;
			if (arg === '--') {
				yield { kind: 'option-terminator', index };
				for (const value of queue) yield { kind: 'positional', index: ++index, value };
				return;
			}
			if (/^-[^-]$/s.test(arg)) {
				const name = long(arg[1]);
				let value;
				let inlineValue;
				if (kindOf(options, name) === 'string' && queue.length > 0) {
					value = queue.shift();
					inlineValue = false;
				}
				yield { kind: 'option', name, rawName: arg, index, value, inlineValue };
				if (value !== undefined) index++;
				continue;
			}
			if (/^-[^-]./s.test(arg)) {
				const name = long(arg[1]);
				if (kindOf(options, name) === 'string') { // -fvalue
					yield { kind: 'option', name, rawName: `-${arg[1]}`, index, value: arg.slice(2), inlineValue: true };
					continue;
				}
				const parts = [];
				for (let i = 1; i < arg.length; i++) {
					const last = i === arg.length - 1 || kindOf(options, long(arg[i])) !== 'string';
					if (last) {
						parts.push(`-${arg[i]}`);
					} else {
						parts.push(`-${arg.slice(i)}`);
						break;
					}
				}
				yield* group(parts);
				continue;
			}
			if (/^--./s.test(arg)) {
				const eq = arg.indexOf('=', 3);
				if (eq >= 0) {
					const rawName = arg.slice(0, eq);
					yield { kind: 'option', name: rawName.slice(2), rawName, index, value: arg.slice(eq + 1), inlineValue: true };
					continue;
				}
				const name = arg.slice(2);
				let value;
				let inlineValue;
				if (kindOf(options, name) === 'string' && queue.length > 0) {
					value = queue.shift();
					inlineValue = false;
				}
				yield { kind: 'option', name, rawName: arg, index, value, inlineValue };
				if (value !== undefined) index++;
				continue;
			}
			yield { kind: 'positional', index, value: arg };
		}

		// group is -abc: the last may have a value, or take the next argument for one.
		function* group(parts) {
			for (const [i, part] of parts.entries()) {
				const name = long(part[1]);
				if (part.length > 2) {
					yield { kind: 'option', name, rawName: part.slice(0, 2), index, value: part.slice(2), inlineValue: true };
					continue;
				}
				let value;
				let inlineValue;
				if (i === parts.length - 1 && kindOf(options, name) === 'string' && queue.length > 0) {
					value = queue.shift();
					inlineValue = false;
				}
				yield { kind: 'option', name, rawName: part, index, value, inlineValue };
				if (value !== undefined) index++;
			}
		}
	}

	// checkUse refuses what strict mode does: unknown options, values where there are none, and none where there should be.
	function checkUse(token, options, allowPositionals) {
		const { name, rawName, value, inlineValue } = token;
		if (!Object.hasOwn(options, name)) {
			const hint = allowPositionals ? ". To specify a positional argument starting with a '-', place it at the end of the command " +
				`after '--', as in '-- "${rawName}"` : '';
			throw fail('ERR_PARSE_ARGS_UNKNOWN_OPTION', `Unknown option '${rawName}'${hint}`);
		}
		const { type, short } = options[name];
		const both = `${short ? `-${short}, ` : ''}--${name}`;
		if (type === 'string' && typeof value !== 'string') {
			throw fail('ERR_PARSE_ARGS_INVALID_OPTION_VALUE', `Option '${both} <value>' argument missing`);
		}
		if (type === 'boolean' && value !== undefined) {
			throw fail('ERR_PARSE_ARGS_INVALID_OPTION_VALUE', `Option '${both}' does not take an argument`);
		}
		if (inlineValue === false && value.length > 1 && value[0] === '-') {
			const example = rawName.startsWith('--') ? `'${rawName}=-XYZ'` : `'--${name}=-XYZ' or '${rawName}-XYZ'`;
			throw fail('ERR_PARSE_ARGS_INVALID_OPTION_VALUE', `Option '${rawName}' argument is ambiguous.\n` +
				`Did you forget to specify the option argument for '${rawName}'?\n` +
				`To specify an option argument starting with a dash use ${example}.`);
		}
	}

	return function parseArgs(config = {}) {
		const { args = host.require('process').argv.slice(2), options = {}, strict = true, tokens: wantTokens = false } = config;
		const { allowPositionals = !strict } = config;
		if (!Array.isArray(args)) throw invalidArgType('args', 'an instance of Array', args);
		for (const [name, v] of Object.entries({ strict, allowPositionals, tokens: wantTokens })) {
			if (typeof v !== 'boolean') throw invalidArgType(name, 'of type boolean', v);
		}
		checkOptions(options);
		const tokens = [...tokenize(args, options)];
		const values = { __proto__: null };
		const positionals = [];
		const store = (name, value) => {
			if (name === '__proto__') return;
			if (Object.hasOwn(options, name) && options[name].multiple) (values[name] ??= []).push(value);
			else values[name] = value;
		};
		for (const token of tokens) {
			if (token.kind === 'option') {
				if (strict) checkUse(token, options, allowPositionals);
				store(token.name, token.value ?? true);
			} else if (token.kind === 'positional') {
				if (!allowPositionals) {
					throw fail('ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL',
						`Unexpected argument '${token.value}'. This command does not take positional arguments`);
				}
				positionals.push(token.value);
			}
		}
		for (const [name, { default: value }] of Object.entries(options)) {
			if (value !== undefined && values[name] === undefined) values[name] = value;
		}
		return wantTokens ? { values, positionals, tokens } : { values, positionals };
	};
})
