package scalebook.microservices.resilience;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import scalebook.cloning.health.Allowance;
import scalebook.cloning.health.RetryBudget;
import scalebook.cloning.supervisor.Pause;

/**
 * How a service tries again when the one that it asks fails.
 *
 * @param attempts the first one included
 * @param random decides within the backoff's bounds; without it those who failed together come back
 *     together
 * @param budget what pays for attempts after the first
 * @param listens does not retry when the tier below has tried already
 */
public record Retries(
    int attempts, Pause backoff, RandomGenerator random, Allowance budget, boolean listens) {
  public static final int TOO_LATE = 504;

  public static final RandomGenerator JITTER = () -> ThreadLocalRandom.current().nextLong();

  /** No jitter: always the longest pause that the backoff allows. */
  public static final RandomGenerator NO_JITTER =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  /** Pays for as many retries as anybody wants. */
  public static Allowance noBudget() {
    return new RetryBudget(1, Integer.MAX_VALUE);
  }

  /** The outcome of one attempt; {@code tried}: the tier below has retried itself. */
  public record Outcome(int status, boolean tried) {}

  /** One call. */
  @FunctionalInterface
  public interface Attempt {
    Outcome make() throws IOException;
  }

  /** The status of the last attempt; 504 when the time was over before there was a good one. */
  public int ask(Deadline deadline, Attempt attempt) throws IOException {
    budget.request();
    for (int made = 1; ; made++) {
      if (deadline.over()) {
        return TOO_LATE;
      }
      Outcome outcome;
      try {
        outcome = attempt.make();
      } catch (IOException failed) {
        if (deadline.over()) {
          return TOO_LATE; // it was given no more time than was left
        }
        throw failed;
      }
      boolean told = listens && outcome.tried();
      if (outcome.status() < 500 || made == attempts || told || !budget.tryRetry()) {
        return outcome.status();
      }
      long pause = Math.min(backoff.delayMillis(made, random), deadline.leftMillis());
      LockSupport.parkNanos(pause * 1_000_000);
    }
  }
}
