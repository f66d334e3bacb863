package scalebook.microservices.kubernetes;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What Kubernetes' schema has against the documents of a YAML file. */
public final class Manifests implements Function<String, List<String>> {
  private static final Map<String, Check> KINDS =
      Map.of(
          "apps/v1 Deployment", V1Deployment::validateJsonElement,
          "v1 Service", V1Service::validateJsonElement);

  private interface Check {
    void of(JsonElement document) throws Exception;
  }

  @Override
  public List<String> apply(String text) {
    List<String> problems = new ArrayList<>();
    for (Object each : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text)) {
      Map<?, ?> document = (Map<?, ?>) each;
      String kind = document.get("apiVersion") + " " + document.get("kind");
      Check check = KINDS.get(kind);
      if (check == null) {
        problems.add("unknown: " + kind);
        continue;
      }
      try {
        check.of(new Gson().toJsonTree(document));
      } catch (Exception e) {
        problems.add(kind + ": " + e.getMessage());
      }
    }
    return problems;
  }
}
