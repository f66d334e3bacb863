package scalebook.microservices.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scalebook.engines.process.Missing;
import scalebook.lab.Guest;

/** The chapter's manifests, against the schema of Kubernetes' own Java client. */
class ManifestsTest {
  private static URLClassLoader loader;
  private static Function<String, List<String>> schema;
  private static String manifests;

  @BeforeAll
  @SuppressWarnings("unchecked")
  static void fetch() throws Exception {
    try {
      loader = Guest.of("kubernetes").loader();
    } catch (Missing e) {
      assumeTrue(System.getenv("CI") != null, e.getMessage());
      throw e;
    }
    schema =
        (Function<String, List<String>>)
            loader
                .loadClass("scalebook.microservices.kubernetes.Manifests")
                .getConstructor()
                .newInstance();
    manifests = Files.readString(Path.of("kubernetes/catalogue.yaml"));
  }

  @AfterAll
  static void close() throws Exception {
    if (loader != null) {
      loader.close();
    }
  }

  @Test
  void theSchemaHasNothingAgainstThem() {
    assertThat(schema.apply(manifests)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "readinessProbe:, readinesProbe:",
    "replicas: 3, replica: 3",
    "httpGet:, httpget:",
    "preStop:, prestop:",
    "clusterIP:, clusterIp:",
    "targetPort:, targetport:",
    "kind: Deployment, kind: Deploymnet",
    "apiVersion: apps/v1, apiVersion: apps/v1beta1"
  })
  void aMisspeltWordIsRefused(String word, String misspelt) {
    assertThat(manifests).contains(word);
    assertThat(schema.apply(manifests.replace(word, misspelt))).hasSize(1);
  }
}
