// Channels. One without subscribers and stores costs its publishers a look at two sizes.
(function (host) {
	const { invalidArgType, uncaught } = host;
	const channels = new Map();

	function checkFunction(fn, name) {
		if (typeof fn !== 'function') throw invalidArgType(name, 'of type function', fn);
	}

	class Channel {
		#subscribers = []; // replaced and not changed, so that a round of publishing sees those it began with
		#stores = new Map();

		constructor(name) {
			this.name = name;
		}

		get hasSubscribers() {
			return this.#subscribers.length > 0 || this.#stores.size > 0;
		}

		subscribe(subscription) {
			checkFunction(subscription, 'subscription');
			this.#subscribers = [...this.#subscribers, subscription];
		}

		unsubscribe(subscription) {
			const at = this.#subscribers.indexOf(subscription);
			if (at < 0) return false;
			this.#subscribers = this.#subscribers.filter((_, i) => i !== at);
			return true;
		}

		publish(data) {
			const subscribers = this.#subscribers;
			for (let i = 0; i < subscribers.length; i++) {
				try {
					subscribers[i](data, this.name);
				} catch (error) {
					uncaught(error); // a subscriber's trouble is not the publisher's
				}
			}
		}

		bindStore(store, transform) {
			this.#stores.set(store, transform);
		}

		unbindStore(store) {
			return this.#stores.delete(store);
		}

		runStores(data, fn, thisArg, ...args) {
			let run = () => {
				this.publish(data);
				return Reflect.apply(fn, thisArg, args);
			};
			for (const [store, transform] of this.#stores) {
				const inner = run;
				run = () => {
					let context = data;
					try {
						if (transform) context = transform(data);
					} catch (error) {
						uncaught(error);
						return inner();
					}
					return store.run(context, inner);
				};
			}
			return run();
		}
	}

	function channel(name) {
		if (channels.has(name)) return channels.get(name);
		if (typeof name !== 'string' && typeof name !== 'symbol') {
			throw invalidArgType('channel', 'one of type string or symbol', name);
		}
		const made = new Channel(name);
		channels.set(name, made);
		return made;
	}

	return {
		channel,
		hasSubscribers: (name) => channels.get(name)?.hasSubscribers ?? false,
		subscribe(name, subscription) {
			channel(name).subscribe(subscription);
		},
		tracingChannel: undefined,
		unsubscribe: (name, subscription) => channel(name).unsubscribe(subscription),
		Channel,
	};
})
