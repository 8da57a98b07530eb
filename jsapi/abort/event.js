(function (host) {
	const { now, invalidArgType, finishClass } = host;
	const kInspect = Symbol.for('nodejs.util.inspect.custom');

	// internals lets this module alone look inside an Event.
	let internals;

	class Event {
		#type;
		#bubbles;
		#cancelable;
		#composed;
		#trusted = false;
		#prevented = false;
		#stopped = false;
		#stoppedNow = false;
		#dispatching = false;
		#target = null;
		#timeStamp = now();

		constructor(type, options = undefined) {
			if (arguments.length === 0) throw host.missingArgs('type');
			if (options !== undefined && options !== null && (typeof options !== 'object' || Array.isArray(options))) {
				throw invalidArgType('options', 'of type object', options);
			}
			this.#bubbles = !!options?.bubbles;
			this.#cancelable = !!options?.cancelable;
			this.#composed = !!options?.composed;
			this.#type = `${type}`;
		}

		static #check(e) {
			if (e === null || typeof e !== 'object' || !(#type in e)) throw host.invalidThis('Event');
			return e;
		}

		static {
			internals = {
				typeOf: (e) => e.#type,
				isDispatching: (e) => e.#dispatching,
				begin(e, target) {
					e.#dispatching = true;
					e.#target = target;
				},
				end(e) {
					e.#dispatching = false;
					e.#stoppedNow = false;
				},
				isStopped: (e) => e.#stoppedNow,
				isEvent: (e) => e !== null && typeof e === 'object' && #type in e,
				// trusted makes an event that the host itself dispatches.
				trusted(type) {
					const e = new Event(type);
					e.#trusted = true;
					return e;
				},
			};
		}

		initEvent(type, bubbles = false, cancelable = false) {
			if (arguments.length === 0) throw host.missingArgs('type');
			if (Event.#check(this).#dispatching) return;
			this.#type = `${type}`;
			this.#bubbles = !!bubbles;
			this.#cancelable = !!cancelable;
		}
		stopPropagation() {
			Event.#check(this).#stopped = true;
		}
		stopImmediatePropagation() {
			this.stopPropagation();
			this.#stoppedNow = true;
		}
		preventDefault() {
			Event.#check(this).#prevented = true;
		}
		composedPath() {
			return Event.#check(this).#dispatching ? [this.#target] : [];
		}
		get type() {
			return Event.#check(this).#type;
		}
		get target() {
			return Event.#check(this).#target;
		}
		get srcElement() {
			return Event.#check(this).#target;
		}
		get currentTarget() {
			return Event.#check(this).#dispatching ? this.#target : null;
		}
		get eventPhase() {
			return Event.#check(this).#dispatching ? 2 : 0;
		}
		get bubbles() {
			return Event.#check(this).#bubbles;
		}
		get cancelable() {
			return Event.#check(this).#cancelable;
		}
		get composed() {
			return Event.#check(this).#composed;
		}
		get defaultPrevented() {
			return Event.#check(this).#cancelable && this.#prevented;
		}
		get returnValue() {
			return !Event.#check(this).#cancelable || !this.#prevented;
		}
		get cancelBubble() {
			return Event.#check(this).#stopped;
		}
		set cancelBubble(value) {
			if (value) Event.#check(this).#stopped = true;
		}
		get timeStamp() {
			return Event.#check(this).#timeStamp;
		}
		get isTrusted() {
			return Event.#check(this).#trusted;
		}
		[kInspect](depth, options, inspect) {
			const name = this.constructor.name;
			if (depth < 0 || typeof inspect !== 'function') return name;
			const { type, defaultPrevented, cancelable, timeStamp } = this;
			return `${name} ${inspect({ type, defaultPrevented, cancelable, timeStamp }, options)}`;
		}
	}
	const phases = ['NONE', 'CAPTURING_PHASE', 'AT_TARGET', 'BUBBLING_PHASE'];
	phases.forEach((name, value) => Object.defineProperty(Event, name, { value, enumerable: true }));
	finishClass(Event, ['initEvent', 'stopImmediatePropagation', 'preventDefault', 'target', 'currentTarget', 'srcElement',
		'type', 'cancelable', 'defaultPrevented', 'timeStamp', 'composedPath', 'returnValue', 'bubbles', 'composed',
		'eventPhase', 'cancelBubble', 'stopPropagation', 'isTrusted']);

	class CustomEvent extends Event {
		#detail;
		constructor(type, options = undefined) {
			if (arguments.length === 0) throw host.missingArgs('type');
			super(type, options);
			this.#detail = options?.detail ?? null;
		}
		get detail() {
			if (!(#detail in this)) throw host.invalidThis('CustomEvent');
			return this.#detail;
		}
	}
	finishClass(CustomEvent, ['detail']);

	return { Event, CustomEvent, internals };
})
