using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace MedTrain.Torch.Tests.Modules;

public class LossValues
{
    private static readonly Dictionary<string, Func<Tensor, Tensor?, Tensor>> Losses = new()
    {
        ["cross_entropy_mean"] = (x, _) => CrossEntropyLoss().call(x, Classes),
        ["cross_entropy_label_smoothing_0.1"] = (x, _) => F.cross_entropy(x, Classes, label_smoothing: 0.1),
        ["cross_entropy_class_weights_1_2_3"] = (x, _) => CrossEntropyLoss(weight: tensor(new[] { 1.0, 2, 3 })).call(x, Classes),
        ["nll_of_log_softmax"] = (x, _) => NLLLoss().call(x.log_softmax(1), Classes),
        ["bce_mean"] = (x, y) => BCELoss().call(x, y!),
        ["bce_at_0_and_1"] = (x, y) => F.binary_cross_entropy(x, y!),
        ["bce_with_logits_pos_weight_3"] = (x, y) => BCEWithLogitsLoss(pos_weights: tensor(3.0)).call(x, y!),
        ["mse_mean"] = (x, y) => MSELoss().call(x, y!),
        ["l1_mean"] = (x, y) => L1Loss().call(x, y!),
        ["smooth_l1_beta1"] = (x, y) => SmoothL1Loss().call(x, y!),
        ["huber_delta1"] = (x, y) => HuberLoss().call(x, y!),
        ["multi_margin_p1"] = (x, _) => MultiMarginLoss().call(x, Classes),
        ["multilabel_margin"] = (x, y) => MultiLabelMarginLoss().call(x, y!.to(int64)),
        ["kl_sum"] = (x, y) => KLDivLoss(log_target: false, reduction: Reduction.Sum).call(x.log_softmax(1), y!),
        ["kl_batchmean"] = (x, y) => F.kl_div(x.log_softmax(1), y!, log_target: false, reduction: Reduction.Sum) / 2,
        ["categorical_cross_entropy_one_hot"] = (x, _) => CrossEntropyLoss().call(x, F.one_hot(Classes, 3).to(float64)),
        ["binary_hinge_mean"] = (x, y) => (1 - (y! * x)).clamp_min(0).mean(),
        ["distillation_T4"] = (x, y) =>
            F.kl_div((x / 4).log_softmax(1), (y! / 4).softmax(1), log_target: false, reduction: Reduction.Sum) * 16 / 2,
        ["soft_dice_loss_eps1e-6"] = (x, y) => 1 - (((2 * (x * y!).sum()) + 1e-6) / (x.sum() + y!.sum() + 1e-6)),
        ["focal_gamma2"] = (x, y) => Focal(where(y!.eq(1), x, 1 - x)),
        ["l1_norm"] = (x, _) => x.norm(1f),
        ["l2_norm_squared"] = (x, _) => (x * x).sum(),
        ["cross_entropy_ignored_class"] = (x, _) => CrossEntropyLoss(ignore_index: 1).call(x, tensor(new long[] { 2, 1 })),
        ["cross_entropy_weights_and_smoothing"] = (x, _) =>
            F.cross_entropy(x, Classes, tensor(new[] { 1.0, 2, 3 }), label_smoothing: 0.2),
        ["bce_weighted_elements"] = (x, y) => BCELoss(Elements).call(x, y!),
        ["bce_with_logits_weighted_elements"] = (x, y) => BCEWithLogitsLoss(Elements, pos_weights: tensor(3.0)).call(x, y!),
        ["nll_weighted_sum"] = (x, _) => NLLLoss(tensor(new[] { 1.0, 2, 3 }), Reduction.Sum).call(x.log_softmax(1), Classes),
        ["hinge_embedding_margin0.5"] = (x, y) => HingeEmbeddingLoss(0.5).call(x, y!),
        ["multilabel_soft_margin"] = (x, y) => MultiLabelSoftMarginLoss().call(x, y!),
        ["soft_margin"] = (x, y) => SoftMarginLoss().call(x, y!),
        ["poisson_nll"] = (x, y) => PoissonNLLLoss(full: true).call(x, y!),
        ["huber_delta2"] = (x, y) => HuberLoss(2).call(x, y!),
        ["smooth_l1_beta0.5"] = (x, y) => SmoothL1Loss(beta: 0.5).call(x, y!),
    };

    public static TheoryData<string> Known => Golden.Names("losses", "grad");

    private static Tensor Classes => tensor(new long[] { 2, 0 });

    private static Tensor Elements => tensor(new[] { 1.0, 0, 2, 0.5 });

    [Theory]
    [MemberData(nameof(Known))]
    public void Values_and_gradients_equal_PyTorchs(string name)
    {
        using var scope = NewDisposeScope();
        var record = Golden.Section("losses")[name]!;
        var x = Golden.Numbers(record["input"]).requires_grad_();
        var loss = Losses[name](x, record["target"] is { } target ? Golden.Numbers(target) : null);
        loss.backward();
        Golden.Equal(record["value"], loss);
        Golden.Equal(record["grad"], x.grad!);
    }

    [Fact]
    public void Reductions_are_none_mean_and_sum()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.0, 2, 4 });
        var y = tensor(new[] { 0.0, 0, 0 });
        Assert.Equal([1.0, 4, 16], MSELoss(Reduction.None).call(x, y).data<double>().ToArray());
        Assert.Equal(7, MSELoss().call(x, y).item<double>());
        Assert.Equal(21, MSELoss(Reduction.Sum).call(x, y).item<double>());
    }

    [Fact]
    public void Ignored_classes_do_not_count()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[,] { { 0.2, -1.3, 2.1 }, { 0.7, -0.4, 1.1 } });
        var one = F.cross_entropy(x[0].unsqueeze(0), tensor(new long[] { 2 }));
        var both = CrossEntropyLoss(ignore_index: 1).call(x, tensor(new long[] { 2, 1 }));
        Assert.Equal(one.item<double>(), both.item<double>(), 12);
    }

    [Fact]
    public void The_multilabel_soft_margin_is_the_mean_cross_entropy_of_the_labels()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[,] { { 0.2, -1.3, 2.1 }, { 0.7, -0.4, 1.1 } });
        var y = tensor(new[,] { { 1.0, 0, 1 }, { 0, 0, 1 } });
        var expected = F.binary_cross_entropy_with_logits(x, y).item<double>();
        Assert.Equal(expected, MultiLabelSoftMarginLoss().call(x, y).item<double>(), 12);
    }

    [Fact]
    public void The_gaussian_likelihood_is_that_of_the_formula()
    {
        using var scope = NewDisposeScope();
        var loss = GaussianNLLLoss(full: true).call(tensor(new[] { 1.0 }), tensor(new[] { 3.0 }), tensor(new[] { 2.0 })).item<double>();
        Assert.Equal(0.5 * (Math.Log(2) + (4 / 2.0) + Math.Log(2 * Math.PI)), loss, 9);
    }

    private static Tensor Focal(Tensor probability) => ((1 - probability).square() * -probability.log()).mean();
}
