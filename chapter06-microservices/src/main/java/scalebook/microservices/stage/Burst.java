package scalebook.microservices.stage;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import scalebook.engines.Endpoints;
import scalebook.engines.MySql;
import scalebook.engines.Redis;
import scalebook.engines.process.Tasks;
import scalebook.lab.Lab;
import scalebook.lab.story.Entry;
import scalebook.lab.story.Story;
import scalebook.microservices.queue.Effects;
import scalebook.microservices.queue.Handling;
import scalebook.microservices.queue.JobQueue;

/** Many jobs at once, and how many of them are not done, ten times a second. */
public final class Burst implements AutoCloseable {
  private static final long EVERY_MILLIS = 100;
  private static final long BOUND_SECONDS = 40;
  private static final long STILL_SECONDS = 8; // nothing more will be done: poison takes half of it
  private static final int CONNECTIONS = 4;

  private final int jobs;
  private final Handling handling;
  private final HikariDataSource pool;
  private final Effects effects;
  private final JobQueue queue;
  private final Path folder;
  private final Path endpoints;
  private final List<Entry.Point> lengths = new ArrayList<>();
  private final Thread thread = Tasks.daemon("length", this::watch);
  private volatile boolean closed;

  public Burst(Lab lab, int jobs, Handling handling) throws Exception {
    this.jobs = jobs;
    this.handling = handling;
    MySql database = lab.mysql(WorkerProcess.DATABASE);
    Redis redis = lab.redis(WorkerProcess.QUEUE, List.of("appendonly yes", "appendfsync always"));
    pool = MySql.pool("effects", database.url(), database.properties(), CONNECTIONS);
    effects = new Effects(pool, handling);
    queue = new JobQueue(redis.client(), WorkerProcess.BOUND, handling);
    folder = lab.workspace().folder("queue");
    endpoints =
        new Endpoints()
            .add(WorkerProcess.DATABASE, database)
            .add(WorkerProcess.QUEUE, redis)
            .write(folder.resolve("endpoints"));
  }

  public JobQueue queue() {
    return queue;
  }

  /**
   * Into a service without a queue, with a number of threads and of places to wait for them. How
   * many were refused; returns when the rest is done.
   */
  public int refusedWithout(int workers, int places) throws Exception {
    effects.create();
    ArrayBlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(places);
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            workers, workers, 1, TimeUnit.SECONDS, waiting, Tasks.daemons("direct"));
    int refused = 0;
    for (int i = 0; i < jobs; i++) {
      String job = "direct-" + i;
      try {
        threads.submit(() -> effects.apply(job, "order"));
      } catch (RejectedExecutionException full) {
        refused++;
      }
    }
    threads.shutdown();
    threads.awaitTermination(BOUND_SECONDS, TimeUnit.SECONDS);
    return refused;
  }

  /** Into the queue, behind one that nobody can do. How many were refused. */
  public int refused() throws Exception {
    effects.create();
    thread.start();
    int refused = queue.offer("job-poison", "poison") ? 0 : 1;
    for (int i = 0; i < jobs; i++) {
      refused += queue.offer("job-" + i, "order") ? 0 : 1;
    }
    return refused;
  }

  /** Who does them. */
  public Crew crew(int workers) throws Exception {
    return new Crew(endpoints, folder, workers, handling);
  }

  /** So many workers, one after the other, while there is work. */
  public void kill(Crew crew, int times, RandomGenerator random) throws Exception {
    for (int i = 0; i < times; i++) {
      awaitAtMost((long) jobs * (times - i) / (times + 1));
      crew.killOne(random);
    }
  }

  private void watch() {
    long start = System.nanoTime();
    try {
      while (!closed) {
        lengths.add(new Entry.Point((System.nanoTime() - start) / 1e6, queue.length()));
        TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until at most this number is not done, or nothing happens any more. */
  public void awaitAtMost(long length) throws InterruptedException {
    long least = Long.MAX_VALUE;
    long end = System.nanoTime();
    for (long now = queue.length(); now > length; now = queue.length()) {
      if (now < least) {
        least = now;
        end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STILL_SECONDS);
      } else if (System.nanoTime() - end > 0) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** All that was seen; nothing more is. */
  public List<Entry.Point> lengths() throws InterruptedException {
    closed = true;
    thread.join();
    return List.copyOf(lengths);
  }

  /** How many effects happened twice, and how many never. */
  public record Result(long twice, long lost) {}

  public Result tell(Story.Table table, Crew crew, int refused) throws Exception {
    Effects.Count count = effects.count();
    long lost = IntStream.range(0, jobs).filter(i -> !count.jobs().contains("job-" + i)).count();
    table.row(
        "a queue, %d workers died".formatted(crew.started() - crew.size()),
        count.jobs().size(),
        refused,
        lost,
        count.twice(),
        queue.takenOver(),
        queue.aside());
    return new Result(count.twice(), lost);
  }

  @Override
  public void close() {
    closed = true;
    pool.close();
  }
}
