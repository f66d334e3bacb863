package scalebook.cloning.supervisor;

import java.util.concurrent.CompletableFuture;

/** Who must know which workers there are: the balancer, or a registry. Called on one thread. */
public interface Members {
  /** A worker that serves. */
  record Member(String name, int slot, int port) {}

  void joined(Member member);

  /** Sends it nothing new; completes when nothing is under way any more. */
  CompletableFuture<Void> drain(Member member);

  /** It died. */
  void lost(Member member);
}
