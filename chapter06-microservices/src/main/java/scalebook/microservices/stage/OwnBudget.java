package scalebook.microservices.stage;

import java.util.Optional;
import scalebook.cloning.health.Allowance;
import scalebook.cloning.health.RetryBudget;
import scalebook.lab.Own;

/** A budget of what a reader wrote for exercise RetryBudget. */
public record OwnBudget(Answer answer) implements Allowance {
  /** What the exercise asks for. */
  public interface Answer {
    void call();

    boolean tryRetry();
  }

  /** The reader's, which pays a tenth of the calls; or ours. */
  public static Allowance or(Own own, double share, int reserve) {
    Optional<Answer> answer = own.made("RetryBudget", Answer.class, reserve);
    return answer.isPresent() ? new OwnBudget(answer.get()) : new RetryBudget(share, reserve);
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
