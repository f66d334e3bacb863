package scalebook.microservices.stage;

import scalebook.cloning.health.Allowance;

/** A budget of what a reader wrote for exercise RetryBudget. */
public record OwnBudget(Answer answer) implements Allowance {
  /** What the exercise asks for. */
  public interface Answer {
    void call();

    boolean tryRetry();
  }

  @Override
  public synchronized void request() {
    answer.call();
  }

  @Override
  public synchronized boolean tryRetry() {
    return answer.tryRetry();
  }
}
