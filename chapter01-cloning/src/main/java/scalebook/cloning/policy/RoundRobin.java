package scalebook.cloning.policy;

import java.util.concurrent.atomic.AtomicInteger;

/** One after the other: each clone gets the same share, also a slow one. */
final class RoundRobin implements Policy {
  private final AtomicInteger next = new AtomicInteger();

  @Override
  public Backend pick(Backend[] candidates, String client) {
    // The counter overflows after two billion requests; floorMod does not mind the sign.
    return candidates[Math.floorMod(next.getAndIncrement(), candidates.length)];
  }
}
