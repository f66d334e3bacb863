package scalebook.cloning.balancer;

import java.util.concurrent.atomic.LongAdder;

/**
 * What became of everything: received + refused = answered + failed + abandoned once all is quiet.
 */
public final class Counters {
  private final LongAdder received = new LongAdder();
  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder abandoned = new LongAdder();
  private final LongAdder refused = new LongAdder();

  void received() {
    received.increment();
  }

  void answered() {
    answered.increment();
  }

  void failed() {
    failed.increment();
  }

  /** The client left before its answer. */
  void abandoned() {
    abandoned.increment();
  }

  /** A head that never became a request. */
  void refused() {
    refused.increment();
  }

  public long receivedCount() {
    return received.sum();
  }

  /** Answers from a clone that were passed on. */
  public long answeredCount() {
    return answered.sum();
  }

  /** Answers of our own (4xx, 5xx) and answers cut short. */
  public long failedCount() {
    return failed.sum();
  }

  public long abandonedCount() {
    return abandoned.sum();
  }

  public long refusedCount() {
    return refused.sum();
  }
}
