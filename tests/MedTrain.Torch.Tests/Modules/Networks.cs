using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Torch.Tests.Modules;

public class Networks
{
    [Fact]
    public void Components_are_registered_by_field_names_in_PyTorchs_order()
    {
        using var scope = NewDisposeScope();
        using var net = new Net();
        Assert.Equal(
            [
                "scale", "offset", "body.0.weight", "body.1.weight", "body.1.bias", "body.1.running_mean", "body.1.running_var",
                    "body.1.num_batches_tracked",
                "heads.a.weight", "heads.a.bias", "list.0.weight", "list.0.bias",
            ],
            net.state_dict().Keys);
        Assert.Equal(8, net.parameters().Count());
        Assert.Equal(["body", "heads", "list"], net.named_children().Select(child => child.name));
        Assert.Contains("body.1", net.named_modules().Select(module => module.name));
        Assert.Same(net.get_parameter("body.0.weight"), net.state_dict()["body.0.weight"]);
        Assert.True(net.has_buffer("offset"));
        Assert.False(net.has_parameter("body.7.weight"));
    }

    [Fact]
    public void Training_mode_reaches_all_modules()
    {
        using var scope = NewDisposeScope();
        using var net = new Net();
        net.eval();
        Assert.All(net.modules().Append(net), module => Assert.False(module.training));
        net.train();
        Assert.All(net.modules().Append(net), module => Assert.True(module.training));
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_before_anything_is_copied()
    {
        using var scope = NewDisposeScope();
        using var net = Linear(2, 3);
        var before = net.weight.clone();
        var state = new Dictionary<string, Tensor> { ["weight"] = zeros(3, 2), ["extra"] = zeros(1) };
        var problem = Assert.Throws<InvalidOperationException>(() => net.load_state_dict(state));
        Assert.Contains("bias", problem.Message, StringComparison.Ordinal);
        Assert.Contains("extra", problem.Message, StringComparison.Ordinal);
        state = new() { ["weight"] = zeros(2, 2), ["bias"] = zeros(3) };
        Assert.Contains(
            "[2, 2]", Assert.Throws<InvalidOperationException>(() => net.load_state_dict(state)).Message, StringComparison.Ordinal);
        Assert.True(before.eq(net.weight).all().item<bool>());
        var (missing, unexpected) = net.load_state_dict(new() { ["weight"] = ones(3, 2), ["other"] = zeros(1) }, strict: false);
        Assert.Equal(["bias"], missing);
        Assert.Equal(["other"], unexpected);
        Assert.Equal(6, net.weight.sum().item<float>());
        net.load_state_dict(new() { ["weight"] = zeros(9), ["bias"] = zeros(3) }, skip: ["weight"]);
    }

    [Fact]
    public void Conversion_keeps_the_parameters_identity_ties_and_whole_numbers()
    {
        using var scope = NewDisposeScope();
        using var net = new Net();
        var weight = net.get_parameter("heads.a.weight")!;
        net.call(rand(new long[] { 2, 1, 4, 4 })).sum().backward();
        net.to(float64);
        Assert.Same(weight, net.get_parameter("heads.a.weight"));
        Assert.Equal(float64, weight.dtype);
        Assert.Equal(float64, weight.grad!.dtype);
        Assert.Equal(int64, net.get_buffer("body.1.num_batches_tracked")!.dtype);
        Assert.True(weight.requires_grad && weight.is_leaf);
        net.zero_grad();
        Assert.Null(weight.grad);
        net.call(rand(new long[] { 2, 1, 4, 4 }, float64)).sum().backward();
        Assert.Equal(float64, weight.grad!.dtype);
    }

    [Fact]
    public void Hooks_see_and_change_inputs_and_results()
    {
        using var scope = NewDisposeScope();
        using var layer = ReLU();
        var seen = new List<string>();
        layer.register_forward_pre_hook(_ => seen.Add("before"));
        var change = layer.register_forward_pre_hook((_, x) => x + 1);
        layer.register_forward_hook((_, _, y) => y * 10);
        Assert.Equal(30, layer.call(tensor(2f)).item<float>());
        change.remove();
        Assert.Equal(20, layer.call(tensor(2f)).item<float>());
        Assert.Equal(["before", "before"], seen);
    }

    [Fact]
    public void A_chain_disposes_what_it_makes_on_the_way_and_still_gives_gradients()
    {
        using var scope = NewDisposeScope();
        using var chain = Sequential(Linear(3, 4), ReLU(inplace: true), Identity(), Linear(4, 1));
        var x = rand(2, 3);
        var count = scope.DisposablesCount;
        var y = chain.call(x);
        Assert.Equal(count + 1, scope.DisposablesCount);
        Assert.False(x.IsInvalid);
        y.sum().backward();
        Assert.All(chain.parameters(), parameter => Assert.NotNull(parameter.grad));
        Assert.Equal(2, chain[1..3].Count);
        using var nothing = Sequential();
        Assert.True(nothing.call(x).eq(x).all().item<bool>());
    }

    [Fact]
    public void Gradients_are_clipped_by_their_common_norm_or_by_value()
    {
        using var scope = NewDisposeScope();
        var a = Parameter(zeros(2));
        var b = Parameter(zeros(1));
        a.grad = tensor(new[] { 3f, 0f });
        b.grad = tensor(new[] { 4f });
        Assert.Equal(5, utils.clip_grad_norm_([a, b], 1), 6);
        Assert.Equal(0.6f, a.grad![0].item<float>(), 5);
        Assert.Equal(0.8f, b.grad!.item<float>(), 5);
        Assert.Equal(1, utils.clip_grad_norm_([a, b], 10), 5);
        utils.clip_grad_value_([a, b], 0.5);
        Assert.Equal(0.5f, b.grad!.item<float>());
        Assert.Equal(0, utils.clip_grad_norm_([Parameter(zeros(1))], 1));
    }

    [Fact]
    public void A_name_is_given_once()
    {
        using var scope = NewDisposeScope();
        using var net = new Net();
        Assert.Throws<InvalidOperationException>(() => net.register_module("body", ReLU()));
        Assert.Throws<InvalidOperationException>(() => net.register_buffer("offset", ones(1)));
        Assert.Throws<ArgumentException>(() => net.register_module("a.b", ReLU()));
    }

    private sealed class Net : Module<Tensor, Tensor>
    {
        private readonly Parameter scale = Parameter(ones(1));
        private readonly Tensor offset = zeros(1);
        private readonly Sequential body = Sequential(Conv2d(1, 2, 3, bias: false), BatchNorm2d(2));
        private readonly ModuleDict<Module<Tensor, Tensor>> heads = ModuleDict<Module<Tensor, Tensor>>(("a", Linear(2, 3)));
        private readonly ModuleList<Module<Tensor, Tensor>> list = ModuleList<Module<Tensor, Tensor>>(Linear(3, 1));

        internal Net()
            : base(nameof(Net)) => RegisterComponents();

        public override Tensor forward(Tensor input) =>
            list[0].call(heads["a"].call(body.call(input).mean([2, 3]))) * scale + offset;
    }

    [Fact]
    public void Tied_weights_stay_tied_and_optimizers_valid_when_a_network_is_converted()
    {
        using var scope = NewDisposeScope();
        using var first = Linear(3, 3, hasBias: false);
        using var net = Sequential(("first", first), ("act", Tanh()), ("second", Linear(first.weight)));
        Assert.Single(net.parameters());
        using var optimizer = optim.AdamW(net.parameters(), 0.1);
        foreach (var type in new[] { float32, float64, float32 })
        {
            net.to(type);
            Assert.Same(net.get_parameter("first.weight"), net.get_parameter("second.weight"));
            Assert.Equal(type, first.weight.dtype);
            var before = first.weight.detach().clone();
            optimizer.zero_grad();
            net.call(ones(2, 3, type)).sum().backward();
            optimizer.step();
            Assert.False(first.weight.allclose(before));
            Assert.Same(first.weight, net.state_dict()["second.weight"]);
        }
    }
}
