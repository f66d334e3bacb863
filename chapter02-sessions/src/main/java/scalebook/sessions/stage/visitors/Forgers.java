package scalebook.sessions.stage.visitors;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import scalebook.sessions.affinity.StickyCookie;
import scalebook.sessions.store.Ids;

/**
 * Visitors with route cookies that the balancer did not make.
 *
 * @param obeyed forged cookies that got no fresh choice of a worker
 * @param readable good cookies that showed a worker or its address, or were none
 * @param served how many forgers each worker served
 */
public record Forgers(long obeyed, int readable, Map<String, Long> served) {
  /**
   * Random cookies, a worker's name, and good ones with one letter changed. Not the last one: that
   * has bits which mean nothing.
   */
  public static Forgers visit(Crowd crowd, List<String> workers) throws InterruptedException {
    Random random = new Random(4);
    AtomicInteger readable = new AtomicInteger();
    crowd.visit();
    crowd.each(
        browser -> {
          String good = browser.cookie(StickyCookie.NAME).orElse("no cookie for a worker");
          readable.addAndGet(good.contains("worker") || good.contains("127.") ? 1 : 0);
          String changed = Forged.oneLetter(good, random.nextInt(good.length() - 1));
          String name = workers.get(random.nextInt(workers.size()));
          List<String> forged = List.of(Ids.next(), changed, name);
          browser.set(StickyCookie.NAME, forged.get(random.nextInt(forged.size())));
        });
    Map<Integer, Browser.Page> pages = crowd.visit();
    long obeyed = pages.values().stream().filter(page -> !page.sets(StickyCookie.NAME)).count();
    return new Forgers(obeyed, readable.get(), Crowd.served(pages));
  }

  /** Each had a fresh choice, and all workers got about as many. */
  public boolean spreadOver(List<String> workers) {
    long all = served.values().stream().mapToLong(Long::longValue).sum();
    return obeyed == 0
        && served.keySet().equals(Set.copyOf(workers))
        && Collections.min(served.values()) > all / workers.size() / 2;
  }
}
