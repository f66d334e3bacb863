package scalebook.microservices.stage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scalebook.engines.http.HttpCaller;
import scalebook.microservices.shop.Function;
import scalebook.microservices.shop.Gateway;

/** What a client may ask a shop, and what it answers. */
public final class Questions {
  private static final int SHOWN = 50;
  private static final List<String> ALL =
      List.of(
          "GET /api/catalogue",
          "GET /api/catalogue/7",
          "GET /api/inventory/3",
          "POST /api/orders id=1&item=3&quantity=2",
          "POST /api/orders id=1&item=3&quantity=2",
          "GET /api/inventory/3",
          "GET /api/orders/1",
          "GET /api/orders/2",
          "GET /api/shipments/1",
          "GET /api/page/3",
          "POST /api/orders id=2&item=3&quantity=99999999",
          "GET /api/nothing");

  private Questions() {}

  /** The gateway's watches have heard of somebody for each function. */
  public static void awaitAll(Gateway gateway) {
    for (Function function : Function.values()) {
      gateway.caller(function).awaitInstances(all -> all.size() > 0);
    }
  }

  /** The answers, shortened, in the order of the questions. */
  public static Map<String, String> ask(Gateway gateway) throws Exception {
    awaitAll(gateway);
    Map<String, String> answers = new LinkedHashMap<>();
    try (HttpCaller caller = new HttpCaller(gateway.port(), 10_000)) {
      for (String question : ALL) {
        String[] words = question.split(" ");
        String body = words.length > 2 ? words[2] : "";
        HttpCaller.Answer answer = caller.call(words[0], words[1], Map.of(), body);
        String name = "%s %s (%d)".formatted(words[0], words[1], answers.size() + 1);
        answers.put(name, answer.status() + " " + shortened(answer.body().strip()));
      }
    }
    return answers;
  }

  public static long different(Map<String, String> some, Map<String, String> others) {
    return some.keySet().stream().filter(q -> !some.get(q).equals(others.get(q))).count();
  }

  private static String shortened(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }
}
