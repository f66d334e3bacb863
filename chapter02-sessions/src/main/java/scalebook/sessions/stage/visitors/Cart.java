package scalebook.sessions.stage.visitors;

import scalebook.engines.http.HttpCaller;
import scalebook.sessions.stage.site.Store;

/** One cart, into which many tabs of one browser put things at once. */
public record Cart(int writes, int kept) {
  private static final int TABS = 8;

  public static Cart filled(int port, Store store, int writes) throws Exception {
    Browser browser = new Browser(store.path(), "10.0.0.1");
    try (HttpCaller connection = Visits.connect(port)) {
      browser.post(connection, "/login", "user=ada");
      Visits.run(port, TABS, writes, (number, tab) -> browser.post(tab, "/cart", "item=book"));
      String cart = browser.get(connection, "/").cart();
      return new Cart(writes, Integer.parseInt(cart.split(" ")[0]));
    }
  }

  public int lost() {
    return writes - kept;
  }
}
