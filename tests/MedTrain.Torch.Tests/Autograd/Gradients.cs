using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Torch.Tests.Autograd;

public class Gradients
{
    [Fact]
    public void Gradients_accumulate_until_they_are_cleared()
    {
        using var scope = NewDisposeScope();
        var x = tensor(3.0, requires_grad: true);
        Assert.Null(x.grad);
        x.square().backward();
        x.square().backward();
        Assert.Equal(12, x.grad!.item<double>());
        x.grad = null;
        Assert.Null(x.grad);
        x.grad = tensor(5.0);
        Assert.Equal(5, x.grad!.item<double>());
        Assert.Throws<TorchException>(() => x.grad = ones(2));
    }

    [Fact]
    public void Single_gradients_leave_the_leaves_alone()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (tensor(3.0, requires_grad: true), tensor(2.0, requires_grad: true));
        var gradients = autograd.grad([x * x * y], [x, y], create_graph: true);
        Assert.Equal([12.0, 9.0], gradients.Select(gradient => gradient.item<double>()));
        Assert.Null(x.grad);
        Assert.Equal(4, autograd.grad([gradients[0]], [x])[0].item<double>());
        Assert.Null(autograd.grad([x * 2], [x, y], allow_unused: true)[1]);
        Assert.Throws<TorchException>(() => autograd.grad([x * 2], [y]));
    }

    [Fact]
    public void A_graph_is_used_once_unless_it_is_kept()
    {
        using var scope = NewDisposeScope();
        var x = tensor(3.0, requires_grad: true);
        var y = x.exp();
        y.backward(retain_graph: true);
        y.backward();
        Assert.Throws<TorchException>(y.backward);
    }

    [Fact]
    public void A_weighted_backward_takes_a_seed_for_each_element()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        var y = x * 3;
        Assert.Throws<TorchException>(y.backward);
        y.backward([tensor(new[] { 1f, 10f })]);
        Assert.Equal([3f, 30f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Nothing_is_recorded_without_gradients()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        using (no_grad())
        {
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
            {
                Assert.True((x * 2).requires_grad);
            }

            Assert.False(is_grad_enabled());
        }

        Assert.True(is_grad_enabled());
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False((x * 2).requires_grad);
        }

        Assert.False(is_inference_mode_enabled());
        Assert.False(x.detach().requires_grad);
        Assert.True(x.is_leaf);
        Assert.False((x * 2).is_leaf);
    }

    [Fact]
    public void Modes_belong_to_their_thread()
    {
        using var mode = no_grad();
        var elsewhere = false;
        var thread = new Thread(() => elsewhere = is_grad_enabled());
        thread.Start();
        thread.Join();
        Assert.True(elsewhere);
    }

    [Fact]
    public void An_intermediate_result_keeps_its_gradient_when_asked()
    {
        using var scope = NewDisposeScope();
        var x = tensor(2.0, requires_grad: true);
        var y = x * 3;
        y.retain_grad();
        y.square().backward();
        Assert.Equal(12, y.grad!.item<double>());
    }
}
