package scalebook.caching.service;

import java.util.ArrayList;
import java.util.List;
import scalebook.caching.catalogue.Catalogue;

/**
 * Caches products, and asks the database only for the ids of a page: a small answer from an index.
 * A changed product is one entry, and its writer knows which.
 */
public final class ObjectCache {
  private final Catalogue catalogue;
  private final Products products;

  public ObjectCache(Catalogue catalogue, Products products) {
    this.catalogue = catalogue;
    this.products = products;
  }

  /** The page with the cheapest products of a category. */
  public String cheapest(int category, int count) throws Exception {
    List<String> page = new ArrayList<>();
    for (int id : catalogue.cheapestIds(category, count)) {
      page.add(products.find(id).text().orElseThrow());
    }
    return "[" + String.join(",", page) + "]";
  }
}
