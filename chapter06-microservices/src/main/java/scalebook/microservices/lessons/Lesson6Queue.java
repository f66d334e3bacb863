package scalebook.microservices.lessons;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.story.Story;
import scalebook.microservices.queue.Effects;
import scalebook.microservices.queue.JobQueue;
import scalebook.microservices.stage.Burst;
import scalebook.microservices.stage.Crew;

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
    try (Burst burst = new Burst(lab(), count)) {
      // ① So many threads, and a tenth of the burst may wait for them.
      story.step("without a queue: %d threads, and places for a tenth of the burst", WORKERS);
      int refused = burst.refusedWithout(WORKERS, count / BURST_TIMES);
      story.event("service", "%,d done, %,d refused: 503", count - refused, refused);
      story.claim(
          "without a queue most of the burst is refused, visibly",
          story.figure("refusedDirect", refused) > count / 2);
      queued(story, burst);
    }
  }

  private void queued(Story story, Burst burst) throws Exception {
    String how = "through the queue: %d workers, %d of them killed, seed %d";
    story.step(how, WORKERS, kills.get(), seed);
    JobQueue queue = burst.queue();
    int refused = burst.refused(); // ② the poison first: all others come after it
    try (Crew crew = burst.crew(WORKERS)) {
      work(story, burst, crew);
      Burst.Result result = burst.result();
      story.event(
          "queue",
          "%,d effects by %d workers; %d jobs were taken over, %d set aside",
          result.effects(),
          crew.started(),
          queue.takenOver(),
          queue.aside());
      story.claim(
          "with a queue nothing is refused, and nothing is lost",
          story.figure("lost", result.lost()) == 0 && refused == 0);
      story.claim("every effect happened once", story.figure("effectsTwice", result.twice()) == 0);
      story.claim(
          "a job that nobody can do is set aside, and stops nobody",
          queue.aside() == 1 && queue.length() == 0);
    }
  }

  private void work(Story story, Burst burst, Crew crew) throws Exception {
    JobQueue queue = burst.queue();
    Random random = new Random(seed);
    int times = kills.get();
    for (int i = 0; i < times; i++) {
      burst.awaitAtMost((long) jobs.get() * (times - i) / (times + 1)); // while there is work
      crew.killOne(random);
    }
    // ③ A client that waits for its own job.
    queue.offer("job-mine", "order");
    String answer = queue.result("job-mine", ORDER_SECONDS).orElse("no answer");
    story.event("client", "my order: %s", answer);
    story.claim("who waits for a job hears that it is done", answer.equals("done"));
    crew.replaceTheDead();
    burst.awaitAtMost(0);
    story.claim(
        "workers died with jobs in their hands, which others took over",
        story.figure("redelivered", queue.takenOver()) > 0);
    story.chart(
        "the queue levels the load", "ms", "jobs not done", Map.of("jobs", burst.lengths()));
  }

  public static void main(String[] args) {
    run(new Lesson6Queue(), args);
  }
}
