// Asks `gopy match --batch` for people of the register in the words of somebody who does not know their exact name.
// Usage: node matching.mjs GOPY PEOPLE; one person a line as JSON.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const [gopy, file] = process.argv.slice(2)
const people = readFileSync(file, 'utf8').trim().split('\n').map(line => JSON.parse(line))

// A small generator of its own: the same descriptions each time.
let state = 7251n
const below = bound => {
  state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn
  return Number((state >> 33n) % BigInt(bound))
}
const plain = text => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'd').replace(/Đ/g, 'D')
const TITLES = {
  secretary: 'bí thư', deputy_secretary: 'phó bí thư', committee_member: 'chi ủy viên',
  residential_group_head: 'tổ trưởng',
}
const slip = word => {
  const at = below(Math.max(1, word.length - 1))
  return word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2)
}

function described(person) {
  const words = person.name.split(' ')
  let name = [words.slice(-1), [words[0], words.at(-1)], words.slice(1), words][below(4)]
  if (name.length > 2 && below(10) === 0) name = [...name.slice(0, -1).map(word => `${word[0]}.`), name.at(-1)]
  else if (name.length > 1 && below(6) === 0) name = name.map((word, at) => (at === 0 ? slip(word) : word))
  const unit = person.unit.replace(/^Chi bộ Tổ dân phố số/, below(2) ? 'chi bộ' : 'tổ dân phố').replace(/^Chi bộ/, 'chi bộ')
  const place = below(5) ? unit : unit.replace(/ phường .*/, '')
  const title = TITLES[person.title] && below(4) ? ` ${TITLES[person.title]}` : ''
  const text = `${person.gender === 'female' ? 'bà' : 'ông'} ${name.join(' ')}${title} ${place}`
  return below(3) ? text : plain(text)
}

const child = spawn(gopy, ['match', '--batch'], { stdio: ['pipe', 'pipe', 'inherit'] })
const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
const ask = async (id, text) => {
  const began = process.hrtime.bigint()
  child.stdin.write(`${JSON.stringify({ id, text })}\n`)
  const { value } = await answers.next()
  return [Number(process.hrtime.bigint() - began) / 1e6, JSON.parse(value)]
}

// The first one reads the tree of units and is not counted.
await ask('first', 'ông Hùng bí thư chi bộ 5')
const times = []
let first = 0
let top = 0
let slowest = [0, '']
for (const person of people) {
  const text = described(person)
  const [took, answer] = await ask(person.id, text)
  times.push(took)
  if (took > slowest[0]) slowest = [took, text]
  const place = answer.candidates.findIndex(one => one.member.replaceAll('-', '') === person.id)
  if (place === 0) first += 1
  if (place >= 0 && place < 5) top += 1
}
const memory = readFileSync(`/proc/${child.pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]
child.stdin.end()
times.sort((a, b) => a - b)
const at = share => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1)
const percent = count => `${((100 * count) / people.length).toFixed(1)} %`
console.log(`p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, worst ${at(1)} ms ("${slowest[1]}"); first ${percent(first)}, `
  + `among five ${percent(top)}; ${Math.round(memory / 1024)} MiB`)
