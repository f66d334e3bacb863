package scalebook.microservices.grpc;

import static io.grpc.protobuf.ProtoUtils.marshaller;
import static io.grpc.stub.ClientCalls.blockingUnaryCall;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import java.util.concurrent.TimeUnit;

/**
 * A client that knows an address and no schema, as grpcurl is: a server with reflection says which
 * services it has, and what their messages are.
 */
public final class Stranger {
  private static final long SECONDS = 30;

  private final ManagedChannel channel;

  private Stranger(String address) {
    channel = Grpc.newChannelBuilder(address, InsecureChannelCredentials.create()).build();
  }

  /** {@code ADDRESS} lists services, {@code ADDRESS shop.Orders/Place 'id: 1 …'} calls one. */
  public static void main(String[] args) throws Exception {
    Stranger client = new Stranger(args[0]);
    System.out.println(args.length == 1 ? client.services() : client.call(args[1], args[2]));
    client.channel.shutdownNow();
  }

  private static CallOptions soon() {
    return CallOptions.DEFAULT.withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
  }

  /** One question on a stream that ends with it. */
  private ServerReflectionResponse ask(ServerReflectionRequest.Builder question) {
    return blockingUnaryCall(
        channel, ServerReflectionGrpc.getServerReflectionInfoMethod(), soon(), question.build());
  }

  private String services() {
    StringBuilder names = new StringBuilder();
    ask(ServerReflectionRequest.newBuilder().setListServices(""))
        .getListServicesResponse()
        .getServiceList()
        .forEach(service -> names.append(service.getName()).append('\n'));
    return names.toString();
  }

  private String call(String path, String request) throws Exception {
    String service = path.substring(0, path.indexOf('/'));
    ServerReflectionResponse answer =
        ask(ServerReflectionRequest.newBuilder().setFileContainingSymbol(service));
    FileDescriptorProto file =
        FileDescriptorProto.parseFrom(answer.getFileDescriptorResponse().getFileDescriptorProto(0));
    Descriptors.MethodDescriptor method =
        Descriptors.FileDescriptor.buildFrom(file, new Descriptors.FileDescriptor[0])
            .findServiceByName(service.substring(service.lastIndexOf('.') + 1))
            .findMethodByName(path.substring(path.indexOf('/') + 1));
    DynamicMessage.Builder message = DynamicMessage.newBuilder(method.getInputType());
    TextFormat.merge(request, message);
    MethodDescriptor<DynamicMessage, DynamicMessage> rpc =
        MethodDescriptor.newBuilder(
                marshaller(DynamicMessage.getDefaultInstance(method.getInputType())),
                marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(path)
            .build();
    return TextFormat.printer()
        .printToString(blockingUnaryCall(channel, rpc, soon(), message.build()));
  }
}
