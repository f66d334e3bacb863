package scalebook.microservices.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.XAutoClaimParams;
import redis.clients.jedis.params.XPendingParams;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.resps.StreamEntry;
import scalebook.engines.RedisScript;

/**
 * Jobs that wait for a worker, in a Redis stream. Bounded; each is handed to one worker, and to
 * another one when the first does not acknowledge it; one that kills its workers is set aside.
 */
public final class JobQueue {
  private static final String JOBS = "jobs";
  private static final String GROUP = "workers";
  private static final String ASIDE = "jobs:aside";
  private static final String RESULT = "job:result:";
  private static final String TAKEN_OVER = "jobs:taken-over";
  private static final RedisScript OFFER = RedisScript.of(JobQueue.class, "offer");
  private static final RedisScript DONE = RedisScript.of(JobQueue.class, "done");

  private final RedisClient redis;
  private final long bound;
  private final Handling handling;

  public JobQueue(RedisClient redis, long bound, Handling handling) {
    this.handling = handling;
    this.redis = redis;
    this.bound = bound;
    try {
      redis.xgroupCreate(JOBS, GROUP, new StreamEntryID(0, 0), true);
    } catch (JedisDataException exists) {
      if (!exists.getMessage().startsWith("BUSYGROUP")) {
        throw exists;
      }
    }
  }

  /**
   * A job in a worker's hands.
   *
   * @param again somebody else had it before
   */
  public record Delivery(StreamEntryID entry, String job, String text, boolean again) {
    static Delivery of(StreamEntry entry, boolean again) {
      return new Delivery(
          entry.getID(), entry.getFields().get("job"), entry.getFields().get("text"), again);
    }
  }

  /** False when the queue is full: an unbounded one only hides that we are too slow. */
  public boolean offer(String job, String text) {
    Long length = OFFER.run(redis, List.of(JOBS), List.of(String.valueOf(bound), job, text));
    return length >= 0;
  }

  /** Jobs that are not done: those that wait, and those in somebody's hands. */
  public long length() {
    return redis.xlen(JOBS);
  }

  /** For how long the oldest job that nobody has had yet has waited; 0 when there is none. */
  public long ageMillis() {
    StreamEntryID last = redis.xinfoGroups(JOBS).get(0).getLastDeliveredId();
    return redis.xrange(JOBS, "(" + last, "+", 1).stream()
        .mapToLong(oldest -> System.currentTimeMillis() - oldest.getID().getTime())
        .map(age -> Math.max(0, age))
        .sum();
  }

  /** A new job for this worker; waits a moment for one. */
  public Optional<Delivery> take(String worker, int waitMillis) {
    XReadGroupParams how = XReadGroupParams.xReadGroupParams().count(1).block(waitMillis);
    Map<String, List<StreamEntry>> read =
        redis.xreadGroupAsMap(
            GROUP, worker, how, Map.of(JOBS, StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY));
    return read == null
        ? Optional.empty()
        : read.getOrDefault(JOBS, List.of()).stream().findFirst().map(e -> Delivery.of(e, false));
  }

  /**
   * A job that somebody took, and has not acknowledged for so long: it is ours now. One at a time:
   * of a batch, the last would wait for all others, and look left behind.
   */
  public Optional<Delivery> takeOver(String worker, long idleMillis) {
    XAutoClaimParams one = XAutoClaimParams.xAutoClaimParams().count(1);
    StreamEntryID start = new StreamEntryID(0, 0);
    return redis.xautoclaim(JOBS, GROUP, worker, idleMillis, start, one).getValue().stream()
        .filter(entry -> entry != null && entry.getFields() != null)
        .map(entry -> Delivery.of(entry, true))
        .filter(delivery -> !setAside(delivery))
        .findFirst();
  }

  /** A job that was delivered too often does not get another worker. */
  private boolean setAside(Delivery delivery) {
    long times =
        redis
            .xpending(
                JOBS, GROUP, XPendingParams.xPendingParams(delivery.entry(), delivery.entry(), 1))
            .stream()
            .mapToLong(pending -> pending.getDeliveredTimes())
            .findFirst()
            .orElse(0);
    if (times <= handling.mostDeliveries()) {
      return false;
    }
    String result = "set aside after " + handling.mostDeliveries() + " deliveries";
    over(delivery, result, "0", delivery.job(), delivery.text());
    return true;
  }

  /** The effect is committed: the job is over, and its client hears the result. */
  public boolean done(Delivery delivery, String result) {
    return over(delivery, result, delivery.again() ? "1" : "0");
  }

  /** In one step, whoever dies when; {@code how}: see the script. */
  private boolean over(Delivery delivery, String result, String... how) {
    List<String> arguments = new ArrayList<>(List.of(GROUP, delivery.entry().toString(), result));
    arguments.add(String.valueOf(handling.resultSeconds()));
    arguments.addAll(List.of(how));
    List<String> keys = List.of(JOBS, RESULT + delivery.job(), TAKEN_OVER, ASIDE);
    return DONE.<Long>run(redis, keys, arguments) == 1;
  }

  /** Waits for a job's result. */
  public Optional<String> result(String job, int seconds) {
    List<String> answer = redis.blpop(seconds, RESULT + job);
    return answer == null ? Optional.empty() : Optional.of(answer.get(1));
  }

  /** Jobs that nobody could do. */
  public long aside() {
    return redis.xlen(ASIDE);
  }

  /** Jobs that were done by another worker than the first that had them. */
  public long takenOver() {
    String count = redis.get(TAKEN_OVER);
    return count == null ? 0 : Long.parseLong(count);
  }
}
