package scalebook.microservices.stage.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.RedisClient;
import scalebook.cloning.scaling.Changes;
import scalebook.cloning.scaling.Reading;
import scalebook.cloning.scaling.Rule;
import scalebook.cloning.scaling.Scaler;
import scalebook.engines.Redis;
import scalebook.lab.Lab;
import scalebook.lab.load.Load;
import scalebook.lab.story.Entry;
import scalebook.microservices.queue.Backlog;
import scalebook.microservices.queue.Handling;
import scalebook.microservices.queue.JobQueue;
import scalebook.microservices.stage.WorkerProcess;

/** A queue, its load, its workers, and chapter 1's scaler, which looks at the queue's age. */
public final class ScaledQueue implements AutoCloseable {
  public static final int FLOOR = 2;
  private static final double USUAL = 0.7; // jobs that come while a worker does one
  private static final double STEP = 4.8; // so many more
  private static final int COOL_DOWN_LOOKS = 12;
  private static final int GROWING_LOOKS = 50;
  private static final int CALLERS = 4;
  private static final int CONNECTIONS = 32;
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final long END_SECONDS = 20;

  private final Setup setup;
  private final RedisClient redis;
  private final JobQueue queue;
  private final Workers workers;
  private final Scaler scaler;
  private final Set<String> offered = ConcurrentHashMap.newKeySet();
  private final List<Entry.Point> ages = new ArrayList<>();
  private final List<Changes> steps = new ArrayList<>();
  private final Load usual;
  private Load step;
  private long looks;
  private long age;

  /** {@code finishes}: a worker that leaves finishes its job first. */
  public record Setup(int jobMillis, Backlog.Goal goal, boolean finishes) {
    long lookMillis() {
      return jobMillis / 2;
    }
  }

  /** {@code most} workers. */
  public ScaledQueue(Lab lab, String name, int most, Setup setup) {
    this.setup = setup;
    redis = Redis.client(lab.redis(name).url(), TIMEOUT_MILLIS, CONNECTIONS);
    queue = new JobQueue(redis, WorkerProcess.BOUND, Handling.DEFAULT);
    workers = new Workers(queue, setup.jobMillis, setup.finishes);
    workers.scale(FLOOR);
    long coolDown = COOL_DOWN_LOOKS * setup.lookMillis();
    scaler =
        new Scaler(
            Rule.tracking(1, 0.1),
            new Scaler.Settings(FLOOR, most, coolDown, coolDown, Scaler.Blind.KEEP));
    usual = load("usual-", USUAL);
  }

  private Load load(String kind, double perJob) {
    double perSecond = 1_000 * perJob / setup.jobMillis;
    return Load.open(perSecond, CALLERS, Long.MAX_VALUE, number -> offer(kind + number));
  }

  private void offer(String job) {
    if (queue.offer(job, "order")) {
      offered.add(job);
    }
  }

  void stepUp() {
    step = load("step-", STEP);
    steps.add(new Changes(workers.count()));
  }

  void stepDown() throws InterruptedException {
    step.stop();
    steps.add(new Changes(workers.count()));
  }

  /** Looks and decides. Its time counts in looks: while the machine stands still, none passes. */
  void look() {
    long now = ++looks * setup.lookMillis();
    age = queue.ageMillis();
    ages.add(new Entry.Point(millis(), age));
    int count = workers.count();
    double share = new Backlog(age, workers.busy()).share(count, setup.goal);
    workers.scale(scaler.decide(now, count, Optional.of(new Reading(now, count, share))));
    steps.get(steps.size() - 1).add(workers.count());
  }

  boolean isLate() {
    return age > setup.goal.ageMillis();
  }

  /** No job waits. */
  boolean isEmpty() {
    return age == 0;
  }

  /** After many looks its age still grows. */
  boolean isHopeless() {
    int last = ages.size() - 1;
    return last > 2 * GROWING_LOOKS && age > ages.get(last - GROWING_LOOKS).y();
  }

  /** Since the load stepped up. */
  long millis() {
    return (long) (1e3 * step.seconds());
  }

  /** Some were to leave, and all of them have left. */
  boolean isSmaller() {
    int stopped = steps.stream().mapToInt(Changes::stopped).sum();
    return stopped > 0 && stopped == workers.left();
  }

  int most() {
    return steps.stream().mapToInt(Changes::most).max().orElse(0);
  }

  /** At one step. */
  public int reversals() {
    return steps.stream().mapToInt(Changes::reversals).max().orElse(0);
  }

  /** Workers that have left; each had a job in hand. */
  public int left() {
    return workers.left();
  }

  /** How old the oldest waiting job was. */
  List<Entry.Point> ages() {
    return ages;
  }

  /** No job comes any more: how many of those that came were not done in the end. */
  long lost() throws InterruptedException {
    usual.stop();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
    while (queue.length() > 0 && System.nanoTime() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(setup.lookMillis());
    }
    workers.close();
    return offered.stream().filter(job -> !workers.done().contains(job)).count();
  }

  @Override
  public void close() throws InterruptedException {
    usual.close();
    if (step != null) {
      step.close();
    }
    workers.close();
    redis.close();
  }
}
