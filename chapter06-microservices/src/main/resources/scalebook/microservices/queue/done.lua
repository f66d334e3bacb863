-- KEYS: stream, where the client waits, how many were taken over, those that nobody could do.
-- ARGV: group, entry, result, seconds that a result is kept, 1 for a job that was taken over; for
-- one that is set aside also its name and text.
-- Acknowledged and gone, and only the first one who says so tells the client.
if redis.call('XACK', KEYS[1], ARGV[1], ARGV[2]) == 1 then
  redis.call('XDEL', KEYS[1], ARGV[2])
  redis.call('LPUSH', KEYS[2], ARGV[3])
  redis.call('EXPIRE', KEYS[2], ARGV[4])
  redis.call('INCRBY', KEYS[3], ARGV[5])
  if ARGV[6] then redis.call('XADD', KEYS[4], '*', 'job', ARGV[6], 'text', ARGV[7]) end
  return 1
end
return 0
