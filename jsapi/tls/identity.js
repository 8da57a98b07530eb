// Whether a certificate is for a name (RFC 6125, as Node reads it).
(function (host) {
	const net = host.require('net');

	const unfqdn = (name) => name.replace(/[.]$/, '');
	const parts = (name) => unfqdn(name).toLowerCase().split('.');

	// matches compares a name, in labels, with a pattern of a certificate, which may begin with a wildcard.
	function matches(labels, pattern, wildcards) {
		if (!pattern) return false;
		const wanted = parts(pattern);
		if (labels.length !== wanted.length || wanted.includes('')) return false;
		if (/[^\u0021-\u007F]/.test(pattern)) return false;
		for (let i = labels.length - 1; i > 0; i--) if (labels[i] !== wanted[i]) return false;
		const [label] = labels;
		const pieces = wanted[0].split('*', 3);
		if (pieces.length === 1 || wanted[0].includes('xn--')) return label === wanted[0];
		if (!wildcards || pieces.length > 2 || wanted.length <= 2) return false;
		const [prefix, suffix] = pieces;
		return prefix.length + suffix.length <= label.length && label.startsWith(prefix) && label.endsWith(suffix);
	}

	// alternatives splits "DNS:a, IP Address:::1"; a value that would be ambiguous is in JSON's quotes.
	function alternatives(text) {
		const all = { dns: [], ips: [] };
		if (!text) return all;
		for (const entry of text.match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) || []) {
			let name = entry.trim();
			const quoted = /^([A-Za-z ]+):(".*")$/.exec(name);
			if (quoted) name = `${quoted[1]}:${JSON.parse(quoted[2])}`;
			if (name.startsWith('DNS:')) all.dns.push(name.slice(4));
			else if (name.startsWith('IP Address:')) all.ips.push(canonical(name.slice(11)));
		}
		return all;
	}

	// canonical writes an IPv6 address out, since a certificate has it in a form of its own.
	function canonical(ip) {
		if (net.isIP(ip) !== 6) return ip;
		const [head, tail] = ip.toLowerCase().split('::');
		const words = (s) => (s ? s.split(':') : []);
		const front = words(head);
		const back = tail === undefined ? [] : words(tail);
		const middle = tail === undefined ? [] : new Array(8 - front.length - back.length).fill('0');
		return [...front, ...middle, ...back].map((w) => w.replace(/^0+(?=.)/, '')).join(':');
	}

	function mismatch(reason, name, cert) {
		const e = host.nodeError('Error', 'ERR_TLS_CERT_ALTNAME_INVALID', `Hostname/IP does not match certificate's altnames: ${reason}`);
		e.reason = reason;
		e.host = name;
		e.cert = cert;
		return e;
	}

	function checkServerIdentity(hostname, cert) {
		const { subject, subjectaltname: text } = cert;
		const { dns, ips } = alternatives(text);
		const name = unfqdn(String(hostname));
		if (net.isIP(name)) {
			if (ips.includes(canonical(name))) return undefined;
			return mismatch(`IP: ${name} is not in the cert's list: ${ips.join(', ')}`, name, cert);
		}
		const labels = parts(name);
		if (dns.length > 0) {
			if (dns.some((pattern) => matches(labels, pattern, true))) return undefined;
			return mismatch(`Host: ${name}. is not in the cert's altnames: ${text}`, name, cert);
		}
		if (subject && subject.CN) {
			const { CN } = subject;
			const names = Array.isArray(CN) ? CN : [CN];
			if (names.some((pattern) => matches(labels, pattern, true))) return undefined;
			return mismatch(`Host: ${name}. is not cert's CN: ${CN}`, name, cert);
		}
		return mismatch('Cert does not contain a DNS name', name, cert);
	}

	return { checkServerIdentity };
})
