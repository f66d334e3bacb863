package scalebook.sessions.affinity;

import java.util.SplittableRandom;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;

/**
 * The client's address chooses, and goes on choosing the same clone while others come and go.
 *
 * <p>Each clone bids for each client with a hash of both names, and the highest bid wins
 * (rendezvous hashing). A new clone takes only the clients for which it bids highest: 1/(n+1).
 */
public final class ConsistentAddress implements Policy {
  @Override
  public Backend pick(Backend[] candidates, String client) {
    long address = mix(hash(client));
    Backend best = candidates[0];
    long highest = Long.MIN_VALUE;
    for (Backend candidate : candidates) {
      long bid = mix(address ^ hash(candidate.name()));
      if (bid > highest) {
        highest = bid;
        best = candidate;
      }
    }
    return best;
  }

  @Override
  public boolean keepsClients() {
    return true;
  }

  /** FNV-1a. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /** Neighbouring names must not make neighbouring bids. */
  private static long mix(long x) {
    return new SplittableRandom(x).nextLong();
  }
}
