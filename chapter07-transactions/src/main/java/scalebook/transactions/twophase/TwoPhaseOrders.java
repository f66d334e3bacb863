package scalebook.transactions.twophase;

import java.util.ArrayList;
import java.util.List;
import scalebook.engines.Endpoints;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.shop.Refused;

/** An order is one transaction over three databases. */
public final class TwoPhaseOrders implements Orders {
  private final DecisionLog log;
  private final Coordinator coordinator;
  private final List<XaResource> resources = new ArrayList<>();

  public TwoPhaseOrders(String name, Endpoints endpoints, DecisionLog log, Progress progress) {
    this.log = log;
    for (Part part : Part.values()) {
      resources.add(new XaResource(part.database(), endpoints));
    }
    this.coordinator = new Coordinator(name, log, resources, progress);
  }

  public Coordinator coordinator() {
    return coordinator;
  }

  @Override
  public boolean place(Order order) throws Exception {
    try (Transaction transaction = coordinator.begin()) {
      for (Part part : Part.values()) { // always in this order: nobody waits in a circle
        part.act(transaction.write(resources.get(part.ordinal())), order);
      }
      transaction.commit();
      return true;
    } catch (Refused | Aborted no) {
      return false;
    }
  }

  @Override
  public boolean settled() {
    return coordinator.recovery().round();
  }

  @Override
  public void close() {
    coordinator.close();
    resources.forEach(XaResource::close);
    log.close();
  }
}
