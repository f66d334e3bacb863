package scalebook.microservices.resilience;

import java.util.Optional;

/** Says whether a call may be made, and hears how it ended. */
public interface Breaker {
  /** Leave for a call, or none: then the call is not to be made. */
  Optional<? extends Leave> tryAcquire();

  /** Of one call. Closed without an outcome, it was cancelled. */
  interface Leave extends AutoCloseable {
    /** Let through to find out whether the other side is well again. */
    boolean trial();

    void succeeded();

    void failed();

    @Override
    void close();
  }
}
