// trace_events, wasi, sea and test.
(function (host, name) {
	const modules = {
		trace_events() {
			class Tracing {
				#categories;
				constructor(categories) {
					this.#categories = categories;
				}
				enabled = false;
				enable() {}
				disable() {}
				get categories() {
					return this.#categories.join(',');
				}
			}
			return {
				createTracing(options) {
					if (!Array.isArray(options?.categories)) {
						throw host.invalidArgType('options.categories', 'an instance of Array', options?.categories);
					}
					return new Tracing(options.categories);
				},
				getEnabledCategories: () => undefined,
			};
		},
		wasi() {
			return {
				WASI: class WASI {
					constructor() {
						throw host.denied('WASI', 'guthega runs no WebAssembly');
					}
				},
			};
		},
		sea() {
			const none = () => {
				throw host.nodeError('Error', 'ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION',
					'Operation cannot be invoked when not in a single-executable application');
			};
			return { isSea: () => false, getAsset: none, getRawAsset: none, getAssetAsBlob: none };
		},
		test() {
			const why = 'tests are not run in a receiver';
			const test = host.deny('test', why);
			for (const f of ['skip', 'todo', 'only', 'after', 'afterEach', 'before', 'beforeEach', 'describe', 'it', 'run', 'suite']) {
				test[f] = host.deny(f, why);
			}
			test.test = test;
			test.mock = { fn: host.deny('mock.fn', why), method: host.deny('mock.method', why) };
			return test;
		},
	};
	return modules[name]();
})
