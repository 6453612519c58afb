// The load generator, in a process of its own so that it shares no event loop with what it measures.
// Argument: { url, headers, body, connections, seconds } as JSON. Answers one line of JSON.
const autocannon = require('autocannon');

const { seconds, ...request } = JSON.parse(process.argv[2]);
const times = [];
let [smallest, largest] = [Infinity, 0];
const started = performance.now();
const run = autocannon({ ...request, method: 'POST', duration: seconds, timeout: 30 }, (error, result) => {
  if (error) throw error;
  const { errors, timeouts, non2xx } = result;
  times.sort((a, b) => a - b);
  const percentile = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  const requestsPerSecond = times.length / ((performance.now() - started) / 1000);
  // GraphQL fails with status 200; every answer is the same board, so one of another size is a failed one.
  const isOdd = largest - smallest > largest / 100;
  const failure =
    errors || timeouts || non2xx || isOdd
      ? `${errors} errors, ${timeouts} timeouts, ${non2xx} refusals, answers of ${smallest} to ${largest} bytes`
      : null;
  process.stdout.write(
    JSON.stringify({ requestsPerSecond, p50: percentile(0.5), p99: percentile(0.99), failure }),
  );
});
// autocannon's own percentiles are whole milliseconds, too coarse for one connection.
run.on('response', (_client, _status, bytes, milliseconds) => {
  times.push(milliseconds);
  smallest = Math.min(smallest, bytes);
  largest = Math.max(largest, bytes);
});
