// Writes what npm's own npm-package-arg makes of specifiers, relative to /base/dir and with the home folder /home/user:
// node golden.js > golden.json
'use strict'

const { execFileSync } = require('node:child_process')
const path = require('node:path')
process.env.HOME = '/home/user'
const root = execFileSync('npm', ['root', '-g'], { encoding: 'utf8' }).trim()
const npa = require(path.join(root, 'npm', 'node_modules', 'npm-package-arg'))
const check = require(path.join(root, 'npm', 'node_modules', 'validate-npm-package-name'))

const specs = [
  '', ' ', '*', 'x', 'latest', 'next', 'beta-1', ' ^1.2.3 ', '1.2.3', 'v1.2.3', '=1.2.3', '= 1.2.3', '1.2.3+b', '01.2.3', '1.2.3beta', '1.x', '>=1 <2', '1 - 2', '1 || 2', '^1.2.3-rc.1',
  'foo bar', '1.2.3 foo', 'tag with space', 'tag%20', 'tag!', "tag'(x)*~", 'tag,x', 'tägg', '<', '>=', '1.2.3.4', '~1', '-', '--x', '_x', '@', '@x', 'a@b',
  'npm:got@16', 'npm:got', 'npm:got@', 'npm:@a/b', 'npm:@a/b@^1', 'NPM:got@1', 'npm:', 'npm:@a', 'npm:npm:got@1', 'npm:got@npm:x@1', 'npm:user/repo', 'npm:./x', 'npm:got@latest', 'npm:got@file:x',
  'npm:got@16.0.0', 'npm:.x@1', 'npm:1.2.3', 'npm:got@1 || 2',
  'http://example.com/x.tgz', 'https://example.com/x', 'HTTPS://example.com/x.tgz', 'https://user:pw@example.com/x.tgz?a=b#c', 'https://', 'http:', 'https:/x',
  'https://github.com/user/repo', 'https://github.com/user/repo.git', 'https://github.com/user/repo/tree/main', 'https://github.com/user/repo/archive/main.tar.gz',
  'https://github.com/user/repo/tarball/main', 'https://github.com/user', 'http://github.com/user/repo', 'https://www.github.com/user/repo', 'https://codeload.github.com/user/repo/tar.gz/main',
  'https://gitlab.com/user/repo', 'https://gitlab.com/user/repo.git', 'https://gitlab.com/user/repo/-/archive/x.tar.gz', 'http://gitlab.com/user/repo', 'https://gitlab.com/user/repo/repository/archive.tar.gz?ref=x',
  'https://bitbucket.org/user/repo', 'https://bitbucket.org/user/repo/get/main.tar.gz', 'https://gist.github.com/user/0123', 'https://gist.github.com/0123', 'https://gist.github.com/user/0123/raw/x',
  'https://git.sr.ht/~user/repo', 'https://git.sr.ht/~user/repo/archive/main.tar.gz', 'https://example.com/user/repo.git',
  'user/repo', 'user/repo#main', 'user/repo#semver:^1', 'user/repo/', 'user/repo/x', 'user/repo#a/b', 'user /repo', '@user/repo', '/user/repo', './user/repo', 'user/repo.tgz', 'a/b/c.tgz', 'user/repo@1',
  'github:user/repo', 'gitlab:user/repo#x', 'bitbucket:user/repo', 'gist:0123', 'sourcehut:~user/repo', 'GitHub:user/repo',
  'git://example.com/x.git', 'git+ssh://git@example.com/x.git', 'git+ssh://git@example.com:user/x.git#1', 'git+https://example.com/x.git', 'git+http://example.com/x', 'git+file:///x/y', 'git@github.com:user/repo.git',
  'git+rsync://example.com/x', 'ssh://git@github.com/user/repo', 'git:github.com/user/repo',
  'file:x', 'file:./x', 'file:../x', 'file:/x', 'file://x', 'file:///x', 'file:/../x', 'file:///../x', 'file:///./x', 'file:.', 'file:..', 'file:', 'file:~/x', 'file:/~/x', 'file:x.tgz', 'file:../x.tar.gz',
  'file:x.tar', 'file:x.TGZ', 'file:a b', 'file:a%20b', 'file:a#b', 'file:a?b', 'file:a\\b', 'file:x/', 'file:x//y', 'file:x/./y/../z', 'file:../../../../x', 'file:é',
  './x', '../x', '.', '..', '/x', '/x/', '/x/../y', '~/x', '~/x.tgz', '~x', '~', 'x.tgz', 'x.tar.gz', 'x.tar', 'x.tgz.zip', './x.tgz', '../a b', 'c:x', '.x', '/', './', 'a/../b/c',
]
const names = [
  'a', 'a-b', 'a.b', 'a_b', 'A', 'Base64', 'a1', '1', '1.2.3', '@a/b', '@a/B', '@A/b', '@a.b/c', '@a/b.c', '@-/a', '@_/a', '@./a', '@../a', '@a/-b', '@a/_b', 'JSONStream', "a'", 'a!', 'a~b', 'a(b)', 'a*', '~a',
  'http', 'fs', 'a'.repeat(300), '', ' ', 'a ', ' a', 'a b', '.', '..', '.a', '-a', '_a', '@', '@a', '@a/', '@/a', '@a/b/c', 'a/b', '@a/.b', '@a/..', '@a/.', '@a@b/c', 'a@b', 'node_modules', 'Node_Modules', 'favicon.ico',
  'a\\b', '@a/b\\c', 'a%2fb', '@a%2fb', 'a?b', 'a#b', 'a:b', 'a;b', 'a\u0000', 'a\nb', 'é', '@é/a', '../a', '/a', 'a/', 'a//b', '@a//b', '~', '!', '(', '*', "'",
]
const args = [
  'foo', 'foo@', 'foo@1', 'foo@^1', 'foo@^1 || 2', 'foo@latest', '@a/b', '@a/b@', '@a/b@^1.2.3', '@a/b@npm:c@1', 'foo@npm:bar@2', 'foo@*', 'foo@file:x', 'foo@./x', 'foo@../x.tgz', 'foo@user/repo', 'foo@git://example.com/x',
  'foo@https://example.com/x.tgz', './foo', '../foo', '/foo', 'foo.tgz', 'foo.tgz@1', 'a/b', 'a/b@1', 'https://example.com/x.tgz', 'git@github.com:user/repo', 'git@example.com:user/repo.git', 'npm:got@1', 'file:x', '@a',
  '@a@1', '@', '@@', '', 'foo bar', 'foo bar@1', '.foo', '_foo', '~/x', 'x y/z', 'FOO@1', 'foo@ ^1', 'foo@1.2.3', 'foo@v1.2.3', 'foo@@1', 'foo@a@b', '@a/b@@c', 'foo@tag x',
]

const show = (f) => {
  let s
  try {
    s = f()
  } catch (e) {
    return { error: e.code || e.message.split(':')[0] }
  }
  const out = { kind: s.type, name: s.name || '', fetch: s.fetchSpec || '' }
  if (s.subSpec) out.alias = { kind: s.subSpec.type, name: s.subSpec.name, fetch: s.subSpec.fetchSpec }
  return out
}
const lines = []
const emit = (name, list, f) => lines.push(`"${name}":[\n${list.map((x) => JSON.stringify([x, f(x)])).join(',\n')}\n]`)
emit('specs', specs, (s) => show(() => npa.resolve('foo', s || '*', '/base/dir')))
emit('args', args, (s) => show(() => npa(s, '/base/dir')))
emit('names', names, (s) => check(s).validForOldPackages)
process.stdout.write(`{\n${lines.join(',\n')}\n}\n`)
