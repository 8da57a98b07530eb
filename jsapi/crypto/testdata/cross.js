// What is different at each run: one side makes it, the other checks it.
(function (require, K) {
	const c = require('crypto');
	K = K || {
		"rsa": "-----BEGIN PRIVATE KEY-----\nMIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQDNdFjvUZYw/YAO\njtdctf2jNDAHtQoIFPWfZ/ghgVRPm1zjpeXflqL81ORmmRdUhGBXrMyp8QOOYPo3\nu4DMv/tcd4oN4UDIIWi/h692x26TPxdlQp0YsJARykmkPM9+iHd/hckUd7VtrAWY\n946knXG0oFE1HBx99lQPRbHWj8bABvzvOoFaJNav4nxQe3HOf2flSl7Kh5nAD91N\nXSHi1AE88eUkOQZH1uTKKlHPmXp95IU46ZWQa1bT5+eO/2A9qMoGaYzvrermVKeD\nXkXpRp8WVyqOqVRs0ldoEO2uev52YuJXp6bvZpln/xdegfM/nK0UewdnB+h/JN/y\nUCfMZrT/AgMBAAECggEAWGG7GmRWAEgk7N5MzeCqNilumfoq0RQ3H3ZJ2xv4CXDT\nskh9DUSPY8UvZeVokF6L1VuMBXUdKwQTz6LVAv95Yas408S5Kf6ZQX9cn3OmYShs\nZ46S5vqZV1XWfRT9y7hn8485U5k1jnLIS6f/EFh8gA/RL1Ai/5rWSWWZXawm+xag\n4pC23tehb5JXO82mCK9tKqQC3Rwq3CCmkpGXIZViZ2eufPUPVDM//rXX90jM3mJW\ny2ttwTmulOZwmvScjWYf4wC2VsX83dU/M4KPQAHiFWeYktGUaa9Q1gwXlTOJi0x3\nUYs296aDIDMc6TAVY6dtVx9rpgd34NdEWqqMlDtQ4QKBgQDx6FC13e1vf6sAu1zy\n0pAcFerkh/BQj/cw46vDO/1EeeGgdt3iahjCYho2NyZJyzh4ud1gtP0oZQ/jzPWc\nq9z7g40EzoiiNnTyxjSXL8rpuMWU1mPngv9VGqLNiI427vZSqh8CLj7RmGDYyt9s\nF55lBt5cyFiUoM9AkR8dlc+ZIQKBgQDZbGQEnT3vFY8BmD5tyGKxCug85eSjRtRC\nfNeNFmMgHOQTJY7Jd9iQ1X4dl4/sgbxZ4cN3UxH2WNLVkRe4ciYzI6ugQZ1CAWRy\nrSyixirZ1/CAtV5c3H8kV3lJ7dfVSrind++sr/+D7/qHIGioXaDl++zr4HeMIMZP\nFikttevqHwKBgGeZia9Jmx0MPQz0MOthWAxfKpiyyy2FamTKrE3RjDbeR82z+nSz\n4WSmJPmhBsnFuaqiVvfKqzy4g2SY63ssc1hXz3YGiaeG0PEEB5PUCP+tfRiv9Fs6\n0+T7okuJtvY5ws5GQz9o1MhojNlrkOG2/8PefC6aMq18bSYGwJ+oAB9hAoGAVP7+\nip892v0+jo0Jurkfe76b01K78uh5ihRr34fk8GTa9HE2RKRJUTVkvATICtkc3LZZ\nR4h9+SP4J+00rLJTJKLJMTj1VRxePEZesLNvhQHZzzcX0I2SVo6rp68HNSak0TMd\nyxByfw2Njs2onEkd4Up+8CcsFOerHre3GVuJAlkCgYAEhM6xePjryS7V/adg726B\nZsEwdgfyYQ7GQCimAuUN/b1aR/XGhJH6zgqIAs6fwJ0FQU63hnYN0QvKXH8k3tub\nsrEasLrs3kfjMRySWwAqaS2DxGbGj7UzA18g01XJFJsBTMCLyBB6Ao8L/9+g+Fnw\nqjWMSFsV6ZJ7X8MtPEu4pA==\n-----END PRIVATE KEY-----\n",
		"pss256": "-----BEGIN PRIVATE KEY-----\nMIIE8gIBADBBBgkqhkiG9w0BAQowNKAPMA0GCWCGSAFlAwQCAQUAoRwwGgYJKoZI\nhvcNAQEIMA0GCWCGSAFlAwQCAQUAogMCASAEggSoMIIEpAIBAAKCAQEAyqYAAyq8\ntsiR7PQT4KAY9kqdf1n3F9gcNkgC8SMQVrEmp5jZs+yrMM9OhUjpTFu5VdnCBRiE\nq/2eSeQc0srQ0gLuICi2YR6hiEXY3DchLI9hZj3elMOUAdk4amWQG343tPZr/xXC\nwwyNXmDQsR/vWlMPZKRJ6Fvd2mo3SQ+tv3OfGUwx23ujieLZoXLQ5KFxshMnghl/\n+k4g0p3tgTQVVZFGpimDsMCwjbwi7tRWfnFOgopFsZPrecm89lW4W1bme9wrrZI5\n6V1TWeg81VsVt4/uUjmLdwUap0zCkXyfCuRaaIcoi1LkkYTSD2/AhIWrjZji5ppo\n1zQ42MpotZ6TAwIDAQABAoIBAFCqCSE5lsrPRb7jXTIxqB4Jj23M+t1j6b71pS4l\nPfC0LWXTIv1KvM3+Bwxo/GynqjtxJZjvrIfluWdCRPLnRn4CKpVkf0xja/sZinwF\n+c+J90RCZmIjA7xEof9AFD/NWxFOcailGdSYH4Gs2gVXZ+g1XdA60SyLvOCfHQiZ\nFBk7kF+X4EulEN2NYv1wcc8ssdnVD/SbByq9hq/D/lKCJtUdqze3Q/rreG1nrUr/\nzedRTjQ8bIxTN6Bw2dk5BtTAAmmCf4XcDsdpcStHoyM/fTIPGiJ/bBQ/YRB0IvzC\n1WnBRps/nZEkgrR7ouzusMmtXh3CN+wnBTCpVbdXnJimQlkCgYEA7bPjAzxVhI20\nMT0d4GCvWG/PTyRcD7PevsW4CK42iucWhmOEq5UGLsC3MgS5VYCWwffBhE3XYjUD\nQZ8UMZ+ZAf379SYog2qrAm3pntAdO0/FMkOTRt3om7iaU+ZRqC/NJKtLK6l8shAt\nkxLt0ln1B2nEuOOBvH16VXbpaMRcO28CgYEA2j9XsiT6uLbl0+ztzJKuK67erokG\n1aimV9x9+E76HNBuXQO01UK45O0oKf3tbAY2bQu+oVT6w07Wzu4ReE9a8Xq8iA3y\npEHVCiuqURhShoQNJjO1e5XZSopur8fusvEf5qYGDj6K16JM5hd89S3e3XpZeKmF\nXzsS8LtLbQFLp60CgYEAxRSNlsQyX0mh6eUzXTKsjxV8+7A4yCgo+WEzObc/r6Dz\nsw7WE/DmBGNyQH1cMIEB/eZuQ0TK3Dj57zF268HYeadcfKBbnMIW8VeyCCOi6Oc1\np3wRowMf9eRzyDZA48JmQw3msFfA9F2ne7aJCgvdtXzDR0wR5/bdM/j4gw2zLu8C\ngYAzoI5PLt48ec+OPVrXbM9UuA4nPXTnb/jBigAmkBAsZsXkrO7HD/yK8urwXAgg\n6KtRSljy8xZKw0ifNMPfMO5zdzRH/vyqDISn3kJw4o8LEQvHQK4qqPz43Bxo6qO1\nosKIHjgKgJL5hYQpXd8KZKp2u+2UVI2fRGsrlTK3e3n5FQKBgQCW19pImp1OS8Gv\nr64xzERCcI4vm+vdQkv8yNYDgx3xHPeCcXArswJ3nvEPt+IFVc6DG3GYqFDeGzXy\nAzXidKoPC3hZhkOYV4oN45dK/JZkkXs/chRqdAk7Vuje9vjsVSWv/iWy+6xXR7Ds\n8JkcrqTAUR5on0j271pFbw7rVbYOew==\n-----END PRIVATE KEY-----\n",
		"ec224": "-----BEGIN PRIVATE KEY-----\nMHgCAQAwEAYHKoZIzj0CAQYFK4EEACEEYTBfAgEBBBwqc9gILOmgd4sdrmDuil8V\n9ua/9hKXcJr/6rg8oTwDOgAENrpZSAbFA1eAE8f/Mn+uK3Zi6nZKZUg0xRYqp6wI\n0EjaQZA6hlB7d/pDmK4UpWRDQI5gWAE2X0s=\n-----END PRIVATE KEY-----\n",
		"ec256": "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgdhvpDOOCxdFDbS5h\nQnZ1b8p2JOXwRZBXFjC4SxPSq/ShRANCAAQdGm2s8riC4HClIUc2kXQYL1fudvJK\nA3Khp5yMEVKllSNGE7sXTV93XByVnQS6TLWO9l/OgK27Q8HjzDj1h77+\n-----END PRIVATE KEY-----\n",
		"ec384": "-----BEGIN PRIVATE KEY-----\nMIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDC4FDgymKHAQWsrDc5N\nOHXb1XW+K8b32Ygg3ey8v2rd7tCFBwIK6Exy8OS6S7tNyLqhZANiAARgph80VpL1\n7l5UhEO97/tlQI4C29lZ0EMaGFXRutBAWdHjik7+qwIpKW6MqW2VHiqnUJ700o6k\nuU8hM4I28XHCcQx5NpExDsF4yHT6sHhOQGiOVI/KUKROdCt01z24J34=\n-----END PRIVATE KEY-----\n",
		"ec521": "-----BEGIN PRIVATE KEY-----\nMIHuAgEAMBAGByqGSM49AgEGBSuBBAAjBIHWMIHTAgEBBEIBWJAoOkEeBhlPDzil\nWSV5eJVSXthor7FkAZqHvMaHZPt1FwmcFAbQrfxQIBsyfuTRXJi0Ni9Giz/GLAcK\n6TRcLTuhgYkDgYYABAGujwpP06K4lAd3qlwy1hwMMKYq9e43mqYyThpu5mhycqBV\n/0PCgoDXU+cTUOx49G98vrPgG2aO8BnXr+57nWP9yADRCmkKtaXiv4Vyb9JqYAdv\nLqL5MGryzHN3gtFDUkU5U9sC7gP+KcXjbWB+iXIxp1/7CNfGZJQLT0PMMOFgkCOj\n7A==\n-----END PRIVATE KEY-----\n",
		"ed": "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ7JgqAhFJCXyvC6OMCLFGpPmSEas45vE0C+CVoINxyS\n-----END PRIVATE KEY-----\n"
};
	const data = Buffer.from('what is signed'), hex = (b) => Buffer.from(b).toString('hex');
	const signatures = [];
	for (const key of ['ec224', 'ec256', 'ec384', 'ec521']) {
		for (const dsaEncoding of ['der', 'ieee-p1363']) {
			for (const hash of ['sha1', 'sha256', 'sha512']) signatures.push([hash, { key: K[key], dsaEncoding }]);
		}
	}
	for (const hash of ['sha1', 'sha256', 'sha384', 'sha512', 'sha3-256']) {
		for (const saltLength of [-1, -2, 0, 20]) signatures.push([hash, { key: K.rsa, padding: 6, saltLength }]);
		signatures.push([hash, { key: K.rsa }]);
	}
	signatures.push(['sha256', { key: K.pss256 }], [null, { key: K.ed }]);
	const secrets = [undefined, 'sha1', 'sha256', 'sha512'].map((oaepHash) => ({ key: K.rsa, oaepHash, oaepLabel: Buffer.from('l') }));
	const encodings = [];
	for (const cipher of ['aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc', 'des-ede3-cbc']) {
		for (const type of ['pkcs8', 'sec1']) encodings.push({ type, format: 'pem', cipher, passphrase: 'pw' });
	}
	return {
		make: () => ({
			signatures: signatures.map(([hash, key]) => hex(c.sign(hash, data, key))),
			secrets: secrets.map((key) => hex(c.publicEncrypt(key, data))),
			keys: encodings.map((e) => c.createPrivateKey(K.ec256).export(e)),
			pss: c.generateKeyPairSync('rsa-pss', { modulusLength: 1024, hashAlgorithm: 'sha512', mgf1HashAlgorithm: 'sha1', saltLength: 7,
				publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } }),
		}),
		check: (made) => {
			const failed = [];
			const want = (what, ok) => { if (!ok) failed.push(what); };
			made.signatures.forEach((s, i) => {
				const [hash, key] = signatures[i], { key: pem, ...how } = key;
				want(['signature', hash, how], c.verify(hash, data, key, Buffer.from(s, 'hex')));
				want(['forged', hash, how], !c.verify(hash, Buffer.from('other'), key, Buffer.from(s, 'hex')));
			});
			made.secrets.forEach((s, i) => want(['secret', i], c.privateDecrypt(secrets[i], Buffer.from(s, 'hex')).equals(data)));
			made.keys.forEach((k, i) => want(['key', encodings[i]],
				c.createPrivateKey({ key: k, passphrase: 'pw' }).equals(c.createPrivateKey(K.ec256))));
			const { hashAlgorithm, mgf1HashAlgorithm, saltLength } = c.createPrivateKey(made.pss.privateKey).asymmetricKeyDetails;
			want(['pss', hashAlgorithm, mgf1HashAlgorithm, saltLength],
				hashAlgorithm === 'sha512' && mgf1HashAlgorithm === 'sha1' && saltLength === 7);
			want(['pss signature'], c.verify('sha512', data, made.pss.publicKey, c.sign('sha512', data, made.pss.privateKey)));
			return failed;
		},
	};
})
