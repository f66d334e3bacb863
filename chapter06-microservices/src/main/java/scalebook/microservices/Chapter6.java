package scalebook.microservices;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.Playground;
import scalebook.lab.exercise.Exercise;
import scalebook.microservices.lessons.Lesson1Services;
import scalebook.microservices.lessons.Lesson2Registry;
import scalebook.microservices.lessons.Lesson3ClientSideBalancing;
import scalebook.microservices.lessons.Lesson4Retries;
import scalebook.microservices.lessons.Lesson5CircuitBreaker;
import scalebook.microservices.lessons.Lesson6Queue;
import scalebook.microservices.stage.MicroservicesPlayground;

/** The table of contents. */
public final class Chapter6 implements Chapter {
  @Override
  public int number() {
    return 6;
  }

  @Override
  public String title() {
    return "Microservices";
  }

  @Override
  public String idea() {
    return "split by function, found by name";
  }

  @Override
  public List<Supplier<Lesson>> lessons() {
    return List.of(
        Lesson1Services::new,
        Lesson2Registry::new,
        Lesson3ClientSideBalancing::new,
        Lesson4Retries::new,
        Lesson5CircuitBreaker::new,
        Lesson6Queue::new);
  }

  @Override
  public Optional<Supplier<Playground>> playground() {
    return Optional.of(MicroservicesPlayground::new);
  }

  @Override
  public List<Exercise> exercises() {
    return List.of(
        new Exercise(
            "6.1",
            "LeaseRegistry",
            "who is there, as long as they say so; never an empty list for a sick network",
            List.of(
                "Each instance has a time of its last word. Who is late is gone; unless so many are late that it is rather you.",
                "A map from name to the last word; late is now - last > lease. Count the late ones before you drop anybody.",
                "long late = count of late ones; if (late * 2 > map.size()) return all names; otherwise removeIf late, and return what is left."),
            "dropping whoever is late, one by one. When your own network is down for two seconds, you tell everybody that nobody is there."),
        new Exercise(
            "6.2",
            "CircuitBreaker",
            "closed, open, half open: exactly one trial, and never stuck",
            List.of(
                "What does each state do with: a call that wants to begin, a good end, a bad end, a cancelled one?",
                "Open needs the time at which it opened. Half open needs to know whether its one trial is under way.",
                "tryCall: OPEN and the time is over: HALF_OPEN, trial = false. HALF_OPEN: if (trial) return false; trial = true. cancelled in HALF_OPEN: trial = false. bad in HALF_OPEN: open again, from now."),
            "forgetting that a call can be cancelled. The trial is under way for ever, and nobody is ever let through again."),
        new Exercise(
            "6.3",
            "RetryBudget",
            "a tenth of the calls may be retried, and a few at the beginning",
            List.of(
                "Retries are paid from an account, into which each call pays a little.",
                "Count in tenths, or in thousandths: sums of doubles lose a retry now and then. Two threads may want the last one.",
                "AtomicLong tenths. call: add 1, at most 10 * reserve. tryRetry: compareAndSet(t, t - 10) in a loop while t >= 10."),
            "counting retries since the beginning. After a quiet day the budget is enormous, just when the storm begins."),
        new Exercise(
            "6.4",
            "IdempotentConsumer",
            "acknowledged after the commit, done once, poison set aside",
            List.of(
                "In which order: effect, note that it was done, commit, acknowledge? Think of a crash between any two.",
                "store.begin() gives a transaction: done(job) asks, apply does and notes, commit makes both true. An exception from apply is a failed delivery.",
                "if (delivery.times() > most) { queue.aside(job); queue.acknowledge(job); return ASIDE; } then if (!tx.done(job)) { tx.apply(job); tx.commit(); } queue.acknowledge(job)."),
            "acknowledging first, so that nothing is done twice. Then a crash loses it."));
  }
}
