package scalebook.cloning.balancer;

import java.util.concurrent.atomic.LongAdder;

/** What became of the requests; received = answered + failed once all is quiet. */
public final class Counters {
  private final LongAdder received = new LongAdder();
  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder refused = new LongAdder();

  void received() {
    received.increment();
  }

  void answered() {
    answered.increment();
  }

  void failed(int status) {
    failed.increment();
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

  public long refusedCount() {
    return refused.sum();
  }
}
