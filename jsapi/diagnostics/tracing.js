// A tracing channel is five channels for the life of a call: its start and end, those of what it continues with, its error.
(function (host, { channel, Channel }) {
	const { invalidArgType } = host;
	const events = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'];

	function one(nameOrChannels, event) {
		if (typeof nameOrChannels === 'string') return channel(`tracing:${nameOrChannels}:${event}`);
		if (typeof nameOrChannels === 'object' && nameOrChannels !== null) {
			const given = nameOrChannels[event];
			if (!(given instanceof Channel)) throw invalidArgType(`nameOrChannels.${event}`, 'an instance of Channel', given);
			return given;
		}
		throw invalidArgType('nameOrChannels', 'of type string or an instance of TracingChannel or Object', nameOrChannels);
	}

	class TracingChannel {
		constructor(nameOrChannels) {
			for (const event of events) {
				Object.defineProperty(this, event, { value: one(nameOrChannels, event), enumerable: false });
			}
		}

		get hasSubscribers() {
			return events.some((event) => this[event].hasSubscribers);
		}

		subscribe(handlers) {
			for (const event of events) {
				if (handlers[event]) this[event].subscribe(handlers[event]);
			}
		}

		unsubscribe(handlers) {
			let done = true;
			for (const event of events) {
				if (handlers[event] && !this[event].unsubscribe(handlers[event])) done = false;
			}
			return done;
		}

		traceSync(fn, context = {}, thisArg, ...args) {
			if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
			return this.start.runStores(context, () => {
				try {
					const result = Reflect.apply(fn, thisArg, args);
					context.result = result;
					return result;
				} catch (error) {
					context.error = error;
					this.error.publish(context);
					throw error;
				} finally {
					this.end.publish(context);
				}
			});
		}

		tracePromise(fn, context = {}, thisArg, ...args) {
			if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
			const resolved = (result) => {
				context.result = result;
				this.asyncStart.publish(context);
				this.asyncEnd.publish(context);
				return result;
			};
			const rejected = (error) => {
				context.error = error;
				this.error.publish(context);
				this.asyncStart.publish(context);
				this.asyncEnd.publish(context);
				return Promise.reject(error);
			};
			return this.start.runStores(context, () => {
				try {
					let promise = Reflect.apply(fn, thisArg, args);
					if (!(promise instanceof Promise)) promise = Promise.resolve(promise);
					return promise.then(resolved, rejected);
				} catch (error) {
					context.error = error;
					this.error.publish(context);
					throw error;
				} finally {
					this.end.publish(context);
				}
			});
		}

		traceCallback(fn, position = -1, context = {}, thisArg, ...args) {
			if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
			const callback = args.at(position);
			if (typeof callback !== 'function') throw invalidArgType('callback', 'of type function', callback);
			const tracing = this;
			args.splice(position, 1, function (...values) {
				const [error, result] = values;
				if (error) {
					context.error = error;
					tracing.error.publish(context);
				} else {
					context.result = result;
				}
				return tracing.asyncStart.runStores(context, () => {
					try {
						return Reflect.apply(callback, this, values);
					} finally {
						tracing.asyncEnd.publish(context);
					}
				});
			});
			return this.start.runStores(context, () => {
				try {
					return Reflect.apply(fn, thisArg, args);
				} catch (error) {
					context.error = error;
					this.error.publish(context);
					throw error;
				} finally {
					this.end.publish(context);
				}
			});
		}
	}

	return function tracingChannel(nameOrChannels) {
		return new TracingChannel(nameOrChannels);
	};
})
