-- KEYS: the stream. ARGV: its bound, job, text. The number of entries, or -1 when it is full.
local length = redis.call('XLEN', KEYS[1])
if length >= tonumber(ARGV[1]) then
  return -1
end
redis.call('XADD', KEYS[1], '*', 'job', ARGV[2], 'text', ARGV[3])
return length + 1
