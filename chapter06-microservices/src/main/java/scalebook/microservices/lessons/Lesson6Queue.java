package scalebook.microservices.lessons;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.engines.Endpoints;
import scalebook.engines.MySql;
import scalebook.engines.Redis;
import scalebook.engines.process.Tasks;
import scalebook.lab.Lesson;
import scalebook.lab.story.Entry;
import scalebook.lab.story.Story;
import scalebook.microservices.queue.Crew;
import scalebook.microservices.queue.Effects;
import scalebook.microservices.queue.JobQueue;

/**
 * Ten times more orders than anybody can do at once. Refuse them, or let them wait? And what
 * happens to those that wait when their workers die?
 *
 * <pre>./book queue --jobs 10000 --kills 20</pre>
 */
@Command(
    name = "queue",
    description = "a burst into a queue; workers killed at random, effects once")
public final class Lesson6Queue extends Lesson {
  private static final int WORKERS = 4;
  private static final int BURST_TIMES = 10;
  private static final long BOUND = 20_000;
  private static final int ORDER_SECONDS = 20;

  @Option(names = "--jobs", description = "in the burst (default: 4000, quick 1000)")
  private int jobs;

  @Option(names = "--kills", description = "of workers (default: 6, quick 3)")
  private int kills;

  @Option(names = "--seed", description = "of the kills (default: any)")
  private long seed = ThreadLocalRandom.current().nextLong();

  @Override
  protected void tell(Story story) throws Exception {
    jobs = jobs > 0 ? jobs : either(4_000, 1_000);
    kills = kills > 0 ? kills : either(6, 3);
    story.question(
        "A burst of %,d jobs, ten times what fits. Are they refused, lost, or done?", jobs);
    MySql database = lab().mysql("effects");
    Redis redis = lab().redis("queue", List.of("appendonly yes", "appendfsync always"));
    try (HikariDataSource pool =
        MySql.pool("effects", database.url(), database.properties(), WORKERS)) {
      Effects effects = new Effects(pool);
      effects.create();
      direct(story, effects);
      effects.create();
      Path folder = lab().workspace().folder("queue");
      Path endpoints =
          new Endpoints()
              .add("effects", database)
              .add("queue", redis)
              .write(folder.resolve("endpoints"));
      queued(story, effects, new JobQueue(redis.client(), BOUND), endpoints, folder);
    }
  }

  /** ① So many threads, and a tenth of the burst may wait for them. */
  private void direct(Story story, Effects effects) throws InterruptedException {
    story.step("without a queue: %d threads, and places for a tenth of the burst", WORKERS);
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            WORKERS,
            WORKERS,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(jobs / BURST_TIMES),
            Tasks.daemons("direct"));
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
    threads.awaitTermination(30, TimeUnit.SECONDS);
    story.event("service", "%,d done, %,d refused: 503", jobs - refused, refused);
    story.figure("refusedDirect", refused);
    story.claim("without a queue most of the burst is refused, visibly", refused > jobs / 2);
  }

  private void queued(Story story, Effects effects, JobQueue queue, Path endpoints, Path logs)
      throws Exception {
    story.step("through the queue: %d workers, %d of them killed, seed %d", WORKERS, kills, seed);
    Random random = new Random(seed);
    int refused = 0;
    List<Entry.Point> lengths = new ArrayList<>();
    AtomicBoolean watching = new AtomicBoolean(true);
    Thread watcher = Tasks.daemon("length", () -> watch(queue, lengths, watching));
    watcher.start();
    refused += queue.offer("job-poison", "poison") ? 0 : 1; // ② all the others come after it
    for (int i = 0; i < jobs; i++) {
      refused += queue.offer("job-" + i, "order") ? 0 : 1;
    }
    try (Crew crew = new Crew(endpoints, logs, WORKERS)) {
      for (int i = 0; i < kills; i++) {
        awaitAtMost(queue, (long) jobs * (kills - i) / (kills + 1)); // while there is work
        crew.killOne(random);
      }
      order(story, queue);
      crew.replaceTheDead();
      awaitAtMost(queue, 0);
      story.figure("redelivered", queue.takenOver());
      story.claim(
          "workers died with jobs in their hands, which others took over", queue.takenOver() > 0);
      watching.set(false);
      watcher.join();
      story.chart(
          "the queue levels the load", "ms", "jobs not done", Map.of("jobs", List.copyOf(lengths)));
      verdict(story, effects, queue, refused, crew.started());
    }
  }

  /** ③ A client that waits for its own job. */
  private static void order(Story story, JobQueue queue) {
    queue.offer("job-mine", "order");
    Optional<String> answer = queue.result("job-mine", ORDER_SECONDS);
    story.event("client", "my order: %s", answer.orElse("no answer"));
    story.claim("who waits for a job hears that it is done", answer.equals(Optional.of("done")));
  }

  private static void watch(JobQueue queue, List<Entry.Point> lengths, AtomicBoolean watching) {
    long start = System.nanoTime();
    try {
      while (watching.get()) {
        lengths.add(new Entry.Point((System.nanoTime() - start) / 1e6, queue.length()));
        TimeUnit.MILLISECONDS.sleep(100);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until so many are not done. */
  private static void awaitAtMost(JobQueue queue, long length) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    while (queue.length() > length && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private void verdict(Story story, Effects effects, JobQueue queue, int refused, int workers)
      throws Exception {
    Effects.Count count = effects.count();
    long lost = 0;
    for (int i = 0; i < jobs; i++) {
      lost += count.jobs().contains("job-" + i) ? 0 : 1;
    }
    story.event(
        "queue",
        "%,d effects by %d workers; %d jobs were taken over, %d set aside",
        count.jobs().size(),
        workers,
        queue.takenOver(),
        queue.aside());
    story.figure("lost", lost);
    story.figure("effectsTwice", count.twice());
    story.claim("with a queue nothing is refused, and nothing is lost", refused == 0 && lost == 0);
    story.claim("every effect happened once", count.twice() == 0);
    story.claim(
        "a job that nobody can do is set aside, and stops nobody",
        queue.aside() == 1 && queue.length() == 0);
  }

  public static void main(String[] args) {
    run(new Lesson6Queue(), args);
  }
}
