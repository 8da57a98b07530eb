// inspect.colors and inspect.styles.
(function () {
	// The colours are ECMA-48's SGR codes: the one that begins and the one that ends.
	const colors = Object.assign({ __proto__: null }, {
		reset: [0, 0], bold: [1, 22], dim: [2, 22], italic: [3, 23], underline: [4, 24], blink: [5, 25], inverse: [7, 27],
		hidden: [8, 28], strikethrough: [9, 29], doubleunderline: [21, 24],
	});
	const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
	names.forEach((name, i) => { colors[name] = [30 + i, 39]; });
	names.forEach((name, i) => { colors[`bg${name[0].toUpperCase()}${name.slice(1)}`] = [40 + i, 49]; });
	Object.assign(colors, { framed: [51, 54], overlined: [53, 55], gray: [90, 39] });
	names.slice(1).forEach((name, i) => { colors[`${name}Bright`] = [91 + i, 39]; });
	colors.bgGray = [100, 49];
	names.slice(1).forEach((name, i) => { colors[`bg${name[0].toUpperCase()}${name.slice(1)}Bright`] = [101 + i, 49]; });
	const others = [['grey', 'gray'], ['blackBright', 'gray'], ['bgGrey', 'bgGray'], ['bgBlackBright', 'bgGray'], ['faint', 'dim'],
		['crossedout', 'strikethrough'], ['strikeThrough', 'strikethrough'], ['crossedOut', 'strikethrough'], ['conceal', 'hidden'],
		['swapColors', 'inverse'], ['swapcolors', 'inverse'], ['doubleUnderline', 'doubleunderline']];
	for (const [alias, name] of others) {
		Object.defineProperty(colors, alias, {
			get: () => colors[name], set(v) { colors[name] = v; }, configurable: true, enumerable: false,
		});
	}

	const styles = Object.assign({ __proto__: null }, {
		special: 'cyan', number: 'yellow', bigint: 'yellow', boolean: 'yellow', undefined: 'grey', null: 'bold', string: 'green',
		symbol: 'green', date: 'magenta', regexp: 'red', module: 'underline',
	});

	return { colors, styles };
})
