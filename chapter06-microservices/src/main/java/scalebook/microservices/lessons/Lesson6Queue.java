package scalebook.microservices.lessons;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.microservices.queue.Effects;
import scalebook.microservices.queue.Handling;
import scalebook.microservices.queue.JobQueue;
import scalebook.microservices.stage.Burst;
import scalebook.microservices.stage.Crew;

/**
 * Ten times more orders than fit. Refuse them, or let them wait? And what happens to jobs whose
 * workers die?
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
@Without(
    name = "take-over",
    what = "the visibility time-out, after which another worker takes over",
    falls = {Lesson6Queue.DONE, Lesson6Queue.ASIDE})
@Without(
    name = "commit-first",
    what = "the commit before the acknowledgement",
    falls = {Lesson6Queue.DONE, Lesson6Queue.ASIDE})
@Without(
    name = "note",
    what = "the note in the effect's transaction that a job was done",
    falls = Lesson6Queue.ONCE)
@Without(name = "set-aside", what = "the limit of deliveries", falls = Lesson6Queue.ASIDE)
@Without(name = "result", what = "the result that waits for its client", falls = Lesson6Queue.HEARD)
public final class Lesson6Queue extends Lesson {
  static final String DONE = "the queue refuses no job and loses none";
  static final String ONCE = "each job has its effect once, despite redelivery";
  static final String ASIDE = "a poison job is set aside and blocks nobody";
  static final String HEARD = "a client that waits for its job hears its result";
  private static final int WORKERS = 4;
  private static final int NEVER = 1_000_000;
  private static final int BURST_TIMES = 10;
  private static final int ORDER_SECONDS = 10;

  @Option(names = "--jobs", description = "in the burst (default: ${DEFAULT-VALUE})")
  private Size jobs = size(4_000, 1_000);

  @Option(names = "--kills", description = "of workers (default: ${DEFAULT-VALUE})")
  private Size kills = size(6, 3);

  @Option(names = "--seed", description = "of the kills (default: any)")
  private long seed = ThreadLocalRandom.current().nextLong();

  @Override
  protected void tell(Story story) throws Exception {
    int count = jobs.get();
    story.question("A burst of %,d jobs, ten times what fits. Refused, lost, or done?", count);
    Story.Table table =
        story.table("burst into", "done", "refused", "lost", "twice", "taken over", "set aside");
    try (Burst burst = new Burst(lab(), count, handling())) {
      int refused = burst.refusedWithout(WORKERS, count / BURST_TIMES);
      table.row("a service", count - refused, refused, 0, 0, "–", "–");
      queued(story, table, burst, refused);
    }
  }

  private Handling handling() {
    return new Handling(
        with("take-over") ? Handling.DEFAULT.idleMillis() : NEVER,
        with("set-aside") ? Handling.DEFAULT.mostDeliveries() : NEVER,
        with("result") ? Handling.DEFAULT.resultSeconds() : 0,
        with("note"),
        with("commit-first"));
  }

  private void queued(Story story, Story.Table table, Burst burst, int direct) throws Exception {
    JobQueue queue = burst.queue();
    int refused = burst.refused(); // ② the poison first: all others come after it
    try (Crew crew = burst.crew(WORKERS)) {
      boolean heard = work(story, burst, crew);
      Burst.Result result = burst.tell(table, crew, refused);
      story.control(
          "without a queue most of the burst is refused",
          story.figure("refusedDirect", direct) > jobs.get() / 2);
      story.figure("redelivered", queue.takenOver());
      story.claim(DONE, story.figure("lost", result.lost()) == 0 && refused == 0);
      story.claim(ONCE, story.figure("effectsTwice", result.twice()) == 0);
      story.claim(ASIDE, queue.aside() == 1 && queue.length() == 0);
      story.claim(HEARD, heard);
    }
  }

  /** True when a client heard of its own job. */
  private boolean work(Story story, Burst burst, Crew crew) throws Exception {
    story.event("workers", "%d are killed, seed %d", kills.get(), seed);
    burst.kill(crew, kills.get(), new Random(seed));
    // ③ A client that waits for its own job.
    burst.queue().offer("job-mine", "order");
    String answer = burst.queue().result("job-mine", ORDER_SECONDS).orElse("no answer");
    crew.replaceTheDead();
    burst.awaitAtMost(0);
    story.chart("a levelled load", "ms", "jobs not done", Map.of("jobs", burst.lengths()));
    return answer.equals("done") || answer.equals("was done before"); // twice taken, done once
  }

  public static void main(String[] args) {
    run(new Lesson6Queue(), args);
  }
}
