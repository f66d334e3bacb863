package scalebook.microservices.lessons;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.engines.Endpoints;
import scalebook.engines.MySql;
import scalebook.engines.Redis;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.story.Story;
import scalebook.microservices.queue.Effects;
import scalebook.microservices.queue.JobQueue;
import scalebook.microservices.stage.Crew;
import scalebook.microservices.stage.Direct;
import scalebook.microservices.stage.Lengths;
import scalebook.microservices.stage.WorkerProcess;

/**
 * Ten times more orders than anybody can do at once. Refuse them, or let them wait? And what
 * happens to those that wait when their workers die?
 *
 * <pre>./book queue --jobs 10000 --kills 20</pre>
 */
@Command(
    name = "queue",
    description = "a burst into a queue; workers killed at random, effects once")
@Idea(
    value = {JobQueue.class, Effects.class},
    method = "JobQueue.takeOver",
    test = "queue.JobQueueTest")
public final class Lesson6Queue extends Lesson {
  private static final int WORKERS = 4;
  private static final int BURST_TIMES = 10;
  private static final int ORDER_SECONDS = 20;

  @Option(names = "--jobs", description = "in the burst (default: ${DEFAULT-VALUE})")
  private Size jobs = size(4_000, 1_000);

  @Option(names = "--kills", description = "of workers (default: ${DEFAULT-VALUE})")
  private Size kills = size(6, 3);

  @Option(names = "--seed", description = "of the kills (default: any)")
  private long seed = ThreadLocalRandom.current().nextLong();

  @Override
  protected void tell(Story story) throws Exception {
    int count = jobs.get();
    story.question(
        "A burst of %,d jobs, ten times what fits. Are they refused, lost, or done?", count);
    MySql database = lab().mysql(WorkerProcess.DATABASE);
    List<String> durable = List.of("appendonly yes", "appendfsync always");
    Redis redis = lab().redis(WorkerProcess.QUEUE, durable);
    try (HikariDataSource pool =
        MySql.pool("effects", database.url(), database.properties(), WORKERS)) {
      Effects effects = new Effects(pool);
      effects.create();
      direct(story, effects, count);
      effects.create();
      Path folder = lab().workspace().folder("queue");
      Path endpoints =
          new Endpoints()
              .add(WorkerProcess.DATABASE, database)
              .add(WorkerProcess.QUEUE, redis)
              .write(folder.resolve("endpoints"));
      JobQueue queue = new JobQueue(redis.client(), WorkerProcess.BOUND);
      int refused = offer(queue, count);
      try (Lengths lengths = new Lengths(queue);
          Crew crew = new Crew(endpoints, folder, WORKERS)) {
        queued(story, queue, lengths, crew, count);
        verdict(story, effects.count(), queue, refused, crew.started());
      }
    }
  }

  /** ① So many threads, and a tenth of the burst may wait for them. */
  private static void direct(Story story, Effects effects, int count) throws Exception {
    story.step("without a queue: %d threads, and places for a tenth of the burst", WORKERS);
    int refused = Direct.refused(effects, count, WORKERS, count / BURST_TIMES);
    story.event("service", "%,d done, %,d refused: 503", count - refused, refused);
    story.claim(
        "without a queue most of the burst is refused, visibly",
        story.figure("refusedDirect", refused) > count / 2);
  }

  /** ② The poison first: all the others come after it. Returns how many were refused. */
  private int offer(JobQueue queue, int count) {
    int refused = queue.offer("job-poison", "poison") ? 0 : 1;
    for (int i = 0; i < count; i++) {
      refused += queue.offer("job-" + i, "order") ? 0 : 1;
    }
    return refused;
  }

  private void queued(Story story, JobQueue queue, Lengths lengths, Crew crew, int count)
      throws Exception {
    int times = kills.get();
    story.step("through the queue: %d workers, %d of them killed, seed %d", WORKERS, times, seed);
    Random random = new Random(seed);
    for (int i = 0; i < times; i++) {
      lengths.awaitAtMost((long) count * (times - i) / (times + 1)); // while there is work
      crew.killOne(random);
    }
    // ③ A client that waits for its own job.
    queue.offer("job-mine", "order");
    Optional<String> answer = queue.result("job-mine", ORDER_SECONDS);
    story.event("client", "my order: %s", answer.orElse("no answer"));
    story.claim("who waits for a job hears that it is done", answer.equals(Optional.of("done")));
    crew.replaceTheDead();
    lengths.awaitAtMost(0);
    story.claim(
        "workers died with jobs in their hands, which others took over",
        story.figure("redelivered", queue.takenOver()) > 0);
    story.chart("the queue levels the load", "ms", "jobs not done", Map.of("jobs", lengths.end()));
  }

  private void verdict(Story story, Effects.Count count, JobQueue queue, int refused, int workers) {
    long lost =
        IntStream.range(0, jobs.get()).filter(i -> !count.jobs().contains("job-" + i)).count();
    story.event(
        "queue",
        "%,d effects by %d workers; %d jobs were taken over, %d set aside",
        count.jobs().size(),
        workers,
        queue.takenOver(),
        queue.aside());
    story.claim(
        "with a queue nothing is refused, and nothing is lost",
        refused == 0 && story.figure("lost", lost) == 0);
    story.claim("every effect happened once", story.figure("effectsTwice", count.twice()) == 0);
    story.claim(
        "a job that nobody can do is set aside, and stops nobody",
        queue.aside() == 1 && queue.length() == 0);
  }

  public static void main(String[] args) {
    run(new Lesson6Queue(), args);
  }
}
