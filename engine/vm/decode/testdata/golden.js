// Writes golden.json: what Node makes of every body below, read as UTF-8 (TextDecoder) and given to JSON.parse.
//
//   node golden.js > golden.json      (Node 20: later versions word errors differently)
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const dump = vm.runInThisContext(fs.readFileSync(path.join(__dirname, 'dump.js'), 'utf8'));
const cases = [];
const add = (group, ...bodies) => bodies.forEach((b) => cases.push([group, Buffer.from(b)]));
const bytes = (...list) => Buffer.concat(list.map((x) => (typeof x === 'number' ? Buffer.from([x]) : Buffer.from(x))));

add('empty', '', ' ', '\n\r\t ', '\ufeff', '\ufeff ');
add('byte order mark', '\ufeff1', '\ufeff{"a":1}', '\ufeff\ufeff1', ' \ufeff1', '1\ufeff', '"\ufeff"', '\ufeff"\ufeff"', '{"\ufeffa":1}');
add('literal', 'null', 'true', 'false', ' true ', 'nul', 'tru', 'fals', 'nulL', 'True', 'TRUE', 'trueX', 'true1', 'null,', 'tr ue',
  'NaN', 'Infinity', '-Infinity', '-NaN', 'undefined', 'nan', 'inf', '[true,false,null]', '[True]', '[nul]', '{"a":tru}');
add('whitespace', ' [ 1 , 2 ] ', '\t{\n"a"\r:\t1\n}\r\n', '[\v1]', '[\f1]', '[\u00a01]', '[\u20281]', '[\u20291]', '[\u00851]', '[\u30001]',
  '1\u00a0', '\u20281', '[1]\0', '\0', '[1] \v', '[\ufeff1]');
add('array', '[]', '[ ]', '[[]]', '[[],[]]', '[1]', '[1,2]', '[1,[2,[3,[4]]]]', '[[[[]]],{}]', '[', '[1', '[1,', '[1,]', '[,]', '[,1]', '[1,,2]', '[1 2]',
  '["a" "b"]', '[1:2]', '[1;2]', '[1}', ']', '[]]', '[[]', '[1]]', '[]1', '[](', '[1,\n2\n,3]', '["",""]', '[null,null]', '[-]', '[1,2', '[[1,2]');
add('object', '{}', '{ }', '{"a":1}', '{"a":1,"b":2}', '{"b":1,"a":2}', '{"":0}', '{"a":{"b":{"c":{}}}}', '{', '{"', '{"a', '{"a"', '{"a":', '{"a":1', '{"a":1,',
  '{"a":1,}', '{,}', '{"a"}', '{"a",}', '{"a" 1}', '{"a"::1}', '{"a":1,,"b":2}', '{"a":1 "b":2}', '{"a":1;"b":2}', '{a:1}', "{'a':1}", '{1:2}', '{"a":}',
  '{"a":,}', '{null:1}', '{[]:1}', '{"a":1]', '}', '{}}', '{"a":1}}', '{"a":1}{"b":2}', '{"a":1},', '{"a":1}x', '{"a":a}', '{"a":/*c*/1}', '{"a":1}//c', '#', '{#}', '{:1}', '{"a":1:2}');
add('duplicate keys', '{"a":1,"a":2}', '{"a":1,"b":2,"a":3}', '{"a":1,"a":1}', '{"":1,"":2}', '{"a":{"x":1},"a":{"y":2}}', '{"a":1,"\\u0061":2}', '{"1":1,"1":2}', '{"2":0,"1":1,"2":2}');
add('prototype', '{"__proto__":1}', '{"__proto__":null}', '{"__proto__":{"x":1}}', '{"__proto__":{"x":1},"__proto__":{"y":2}}', '{"a":1,"__proto__":[],"b":2}',
  '{"\\u005f_proto__":{"x":1}}', '{"constructor":1,"toString":2,"hasOwnProperty":3,"valueOf":4,"toJSON":5}', '{"__defineGetter__":1,"__lookupSetter__":2}',
  '{"prototype":1}', '{"length":3}', '[{"__proto__":{"length":2}}]', '{"a":{"__proto__":{"__proto__":1}}}', '{"then":1}', '{"get":1,"set":2,"value":3}');
add('key order', '{"b":1,"2":2,"a":3,"1":4}', '{"10":0,"9":1,"8":2}', '{"1":0,"01":1,"1.0":2,"-1":3,"1e1":4,"+1":5," 1":6,"0":7,"-0":8}',
  '{"z":0,"4294967294":1,"3":2}', '{"z":0,"4294967295":1,"3":2}', '{"z":0,"4294967296":1,"3":2}', '{"z":0,"9007199254740991":1,"18446744073709551615":2,"3":3}',
  '{"z":0,"99999999999999999999":1,"3":2}', '{"z":0,"\\u0031":1}', '{"\u0661":1,"1":2}', '{"0":1,"a":2,"1":3,"b":4,"1":5}');
{
  const many = (n, name) => '{' + Array.from({ length: n }, (_, i) => `${JSON.stringify(name(i))}:${i}`).join(',') + '}';
  add('many keys', many(65, (i) => 'k' + i), many(70, (i) => String(i)), many(70, (i) => String(70 - i)), many(80, (i) => (i % 3 ? 'k' : '') + (100 - i)),
    many(100, (i) => String(i % 40)), many(100, (i) => (i % 2 ? 'x' : '') + ((i * 37) % 50)), many(66, (i) => (i ? String(i - 1) : 'first')));
}

add('number', '0', '-0', '1', '-1', '9', '10', '123456789', '-123456789', '0.0', '-0.0', '0e0', '-0e1', '0.1', '-0.1', '0.5', '1.0', '1.50', '10.25', '19.99', '1234.5678',
  '1e0', '1E0', '1e1', '1E+2', '1e-2', '1.5e3', '1.5E-3', '-1.5e+10', '0e+1', '0.0e-1', '1e00', '1e01', '1e-01', '123e-20', '20e1',
  '2147483647', '2147483648', '-2147483648', '4294967295', '4294967296', '999999999999999', '1000000000000000', '9007199254740991', '9007199254740992', '9007199254740993',
  '-9007199254740991', '-9007199254740992', '-9007199254740993', '9007199254740994', '9007199254740995', '9223372036854775807', '9223372036854775808', '-9223372036854775808', '18446744073709551615', '18446744073709551616',
  '12345678901234567890', '100000000000000000000', '123456789012345678901234567890', '1e15', '1e16', '1e21', '1e22', '1e23', '1e100', '-1e100',
  '1e308', '1.7976931348623157e308', '1.7976931348623158e308', '1.7976931348623159e308', '1.8e308', '1e309', '-1e309', '1e400', '-1e400', '1e99999999999', '-1e99999999999', '0e99999999999', '[1e400]',
  '5e-324', '4.9406564584124654e-324', '2.4703282292062328e-324', '2.4703282292062327e-324', '2.2250738585072014e-308', '2.2250738585072011e-308', '1e-323', '1e-324', '1e-400', '-1e-400', '1e-99999999999', '-1e-99999999999',
  '0.1e1', '0.30000000000000004', '0.3', '3.141592653589793', '3.141592653589793238462643383279', '2.718281828459045', '0.000001', '0.0000001', '123.456e5', '0.000000000000001', '0.0000000000000001', '99999999999999.9', '999999999999999.9',
  '0.12345678901234', '0.123456789012345', '1.23456789012345', '8.5', '8.15', '4.35', '1.005', '-8.15', '-0.000', '100.00', '0.00000000000000000000001', '72057594037927945', '72057594037927937',
  '9007199254740992.5', '9007199254740993.0', '1.00000000000000011102230246251565404236316680908203125', '1.00000000000000011102230246251565404236316680908203124', '1.00000000000000011102230246251565404236316680908203126',
  '1' + '0'.repeat(400), '0.' + '0'.repeat(400) + '1', '1' + '0'.repeat(308), '0.' + '3'.repeat(400), '9'.repeat(309), '1.' + '0'.repeat(50) + '1e5', '[0,-0,1,-1,0.5,-0.5]');
add('number refused', '-', '+', '+1', '--1', '- 1', '01', '-01', '00', '-00', '007', '0.', '1.', '-1.', '.5', '-.5', '1.e1', '.e1', '.', 'e1', '1e', '1E', '1e+', '1e-', '1e+-1', '1e1.5', '1.2.3', '1e1e1',
  '0x10', '0X1F', '-0x1', '0b1', '0o7', '1_000', '1,000', '1n', '1f', '1L', '1 000', '0_1', '1e1_0', '0x1p-2', '1p5', '1e5x', '1a', '12b', '-a', '0a', '0e', '1.0.', '[01]', '[1.]', '[-]', '[1e]', '[.1]', '[+1]', '[0x1]',
  '{"a":01}', '{"a":-}', '{"a":1.}', '\uff11', '[1\u0662]', '\u221e', '1\u00b2', '-\u0661', '1/2', '1-1', '1+1', '1e', '1.x', '1ex', '0-1', '-Inf', '-1x');

add('string', '""', '"a"', '"abc"', '" "', '"\u007f"', '"/"', "\"'\"", '"\u2028\u2029"', '"\u00e9"', '"\u20ac"', '"\u{1f600}"', '"\u{10ffff}"', '"\ufffd"', '"\ufffe\uffff"', '"\ud7ff\ue000"', '"na\u00efve caf\u00e9 \u2603 \u{1f680} end"',
  '"sixteen bytes ok"', '"seventeen bytes ok"', '"' + 'long '.repeat(60) + '"', '"' + 'a'.repeat(128) + '"', '"' + 'a'.repeat(129) + '"', '"' + '\u00e9'.repeat(100) + '"',
  '["\u00e9","plain","\u00e8","plain too","' + 'x'.repeat(200) + '","last"]', '["a\u00e9b","c"]', JSON.stringify(Array.from({ length: 60 }, (_, i) => 'item number ' + i + ' of many, to leave the first window')),
  "'a'", '"', '"a', '"a\\', 'a', 'a"', '"a"b', '"a""b"', '`a`', '\u201ca\u201d', '"a\nb"', '"a\rb"', '"a\tb"', '"a\0b"', '"\u001f"', '"\u0080\u009f"', '"ab\u00e9\n"', '"\u00e9', '["a]', '"01234567\n"', '"0123456\n9"', '"01234567\\"9"', '"0123456\\"9"');
add('escape', '"\\""', '"\\\\"', '"\\/"', '"\\b\\f\\n\\r\\t"', '"\\u0041"', '"\\u00e9"', '"\\u00E9"', '"\\u20aC"', '"\\u0000"', '"\\u001f"', '"\\u2028"', '"\\u2029"', '"\\uffff"', '"\\uFEFF"', '"a\\nb"', '"\\\\n"', '"\\\\u0041"', '"\\\\\\u0041"',
  '"caf\\u00e9 \u20ac\\n"', '"\u{1f600}\\n\u{1f601}"', '"' + 'x'.repeat(200) + '\\n' + '"', '{"a\\nb":1}', '{"\\u00e9":1,"\u00e9":2}', '{"\\"":1}', '{"\\u0000":1}',
  '"\\x41"', '"\\a"', '"\\v"', '"\\0"', '"\\\'"', '"\\1"', '"\\ "', '"\\\n"', '"\\U0041"', '"\\N"', '"\\B"', '"\\u{41}"', '"\\u"', '"\\u1"', '"\\u12"', '"\\u123"', '"\\u123g"', '"\\ug123"', '"\\u 123"', '"\\u-123"', '"\\u+123"', '"\\u12\\u34"', '"\\u00', '"\\u004', '"\\', '"\\"', '"\\u\u00e9"', '"\\\u00e9"', '"\\u004\u00e9"', '\\n', '[\\n]', '{"\\x":1}', '{"\\', '{"\\u00zz":1}', '"\\u0041\n"', '"\\u0041');
add('surrogate', '"\\ud83d\\ude00"', '"\\uD83D\\uDE00"', '"\\ud800"', '"\\udbff"', '"\\udc00"', '"\\udfff"', '"a\\ud800b"', '"\\ud800\\ud800"', '"\\udc00\\ud800"', '"\\udc00\\udc00"', '"\\ud800\\ud800\\udc00"', '"\\ud83d\\ude00\\ude00"', '"\\ud83dx\\ude00"',
  '"\\ud83d\\n\\ude00"', '"\\ud83d\u{1f600}"', '"\u{1f600}\\ude00"', '"\\ud800\\u0041"', '"\\ud800\u00e9"', '"\\ud800', '"\\ud800\\', '"\\ud800\\u', '"\\ud800\\udc0', '{"\\ud800":1}', '{"\\udc00":1,"\\udc00":2,"a":3}', '{"\\ud83d\\ude00":1,"\u{1f600}":2}',
  '{"\\ud800":1,"1":2,"__proto__":3,"\\ud800":4}', '{"a\\udfff":{"\\ud800":[]}}', '{"\\ufffd":1,"\\ud800":2}', '"\\ud7ff\\ue000"', '["\\ud800","\\ud800"]');

// UTF-8. Every string of the arrays is one sequence.
const array = (list) => bytes('[\n', ...list.flatMap((x, i) => [i ? ',\n"' : '"', x, '"']), '\n]');
const leads = [0x80, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf7, 0xf8, 0xfb, 0xfc, 0xfe, 0xff];
const seconds = [0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xe2, 0xff];
const tails = [[], [0x80], [0xbf, 0x80], [0x80, 0x80, 0x80], [0x41], [0x80, 0x41]];
add('UTF-8', array(Array.from({ length: 128 }, (_, i) => bytes(0x80 + i))));
for (const lead of leads) {
  add('UTF-8', array(seconds.flatMap((s) => tails.map((t) => bytes(lead, s, ...t)))));
}
add('UTF-8 with escapes', array(leads.flatMap((l) => seconds.map((s) => bytes('\\n', l, s, 0x80, '\\t')))));
add('UTF-8 cut short', bytes('"', 0xe2, 0x82, '"'), bytes('"', 0xe2, 0x82), bytes('"', 0xf0, 0x9f, 0x98), bytes('"', 0xf0, 0x9f, '\\n"'), bytes('"', 0xe2, 0x82, '\n"'), bytes('{"', 0xe2, 0x82, '":1}'), bytes('{"', 0xff, '":1,"', 0xfe, '":2}'),
  bytes('{"', 0xc3, '\\u00e9":1}'), bytes(0xff), bytes(0xe2, 0x82), bytes('[', 0xe2, 0x82, ']'), bytes('1', 0xff), bytes(0xef, 0xbb), bytes(0xef, 0xbb, '1'), bytes(0xfe, 0xff, 0, '1'), bytes(0xff, 0xfe, '1', 0), bytes('"', 0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80, '"'), bytes('"\\', 0xff, '"'), bytes('"\\u00', 0xff, '"'));

// Every ASCII character where it may or may not stand.
for (let c = 0; c < 128; c++) {
  const ch = String.fromCharCode(c);
  add('character alone', ch);
  add('character in a string', `"x${ch}"`);
  add('character after a backslash', `"\\${ch}0041"`);
  add('character after a value', `[1${ch}]`);
  add('character before a name', `{${ch}"a":1}`);
}

// A document cut and bent at every place.
const doc = '{"id":"o-1","n":[1,-2.5e+3,true,null],"\u00e9":{"t":"a\\n\\u00e9\u{1f600}","f":false,"x":{}},"e":[] }';
for (let i = 0; i <= doc.length; i++) {
  add('cut', Buffer.from(doc).subarray(0, i));
  add('left out', doc.slice(0, i) + doc.slice(i + 1));
  for (const c of ['"', ',', '}', '0', '\\', '\n']) add('put in', doc.slice(0, i) + c + doc.slice(i));
}
add('deep', '['.repeat(500) + ']'.repeat(500), '{"a":'.repeat(300) + '1' + '}'.repeat(300), '['.repeat(1000) + ']'.repeat(1000), '[{"a":'.repeat(500) + '1' + '}]'.repeat(500));

const decoder = new TextDecoder();
const lines = cases.map(([group, body]) => {
  const entry = { group };
  const text = body.toString();
  if (Buffer.from(text).equals(body)) entry.body = text;
  else entry.base64 = body.toString('base64');
  try {
    entry.dump = dump(JSON.parse(decoder.decode(body)));
  } catch (e) {
    if (!(e instanceof SyntaxError)) throw e;
    entry.error = e.message;
  }
  return JSON.stringify(entry).replace(/[^ -~]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
});
process.stdout.write('[\n' + lines.join(',\n') + '\n]\n');
