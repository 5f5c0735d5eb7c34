using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <content>Settings of a group and state of a parameter.</content>
public sealed partial class RMSProp
{
    /// <summary>The settings of a group; null to take the optimizer's.</summary>
    public class Options : OptimizerOptions
    {
        /// <summary>The decay of the running mean of the square.</summary>
        public double? alpha;

        /// <summary>Added to the denominator.</summary>
        public double? eps;

        /// <summary>The decay of the weights.</summary>
        public double? weight_decay;

        /// <summary>The share of the last step in the next.</summary>
        public double? momentum;

        /// <summary>Divide by the deviation from the mean instead.</summary>
        public bool? centered;

        /// <summary>Go up instead of down.</summary>
        public bool? maximize;

        /// <inheritdoc/>
        internal override void Check()
        {
            base.Check();
            Require(eps >= 0, $"eps must not be negative, was {eps}.");
            Require(alpha >= 0, $"alpha must not be negative, was {alpha}.");
            Require(momentum >= 0, $"The momentum must not be negative, was {momentum}.");
            Require(weight_decay >= 0, $"weight_decay must not be negative, was {weight_decay}.");
        }

        /// <inheritdoc/>
        private protected override void Visit(SettingVisitor visitor)
        {
            visitor.Visit(ref maximize);
            visitor.Visit(ref momentum);
            visitor.Visit(ref alpha);
            visitor.Visit(ref eps);
            visitor.Visit(ref weight_decay);
            visitor.Visit(ref centered);
        }
    }

    /// <summary>Parameters with settings of their own.</summary>
    public class ParamGroup : ParamGroup<Options>, IMomentum
    {
        /// <summary>An empty group.</summary>
        public ParamGroup()
        {
        }

        /// <summary>A group with settings.</summary>
        public ParamGroup(IEnumerable<Parameter> parameters, Options options)
            : base(parameters, options)
        {
        }

        /// <summary>A group with settings.</summary>
        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 1e-3, double eps = 1e-8, double alpha = 0.99, double weight_decay = 0,
            double momentum = 0.0, bool centered = false)
            : base(
                parameters,
                new Options
                {
                    LearningRate = lr,
                    eps = eps,
                    alpha = alpha,
                    weight_decay = weight_decay,
                    momentum = momentum,
                    centered = centered,
                })
        {
        }

        /// <inheritdoc/>
        public double Momentum
        {
            get => Options!.momentum!.Value;
            set => Options!.momentum = value;
        }
    }

    /// <summary>What the optimizer remembers of one parameter.</summary>
    public sealed class State : OptimizerState
    {
        /// <summary>How many steps have been made.</summary>
        public long step;

        /// <summary>The running mean of the gradient's square.</summary>
        public Tensor? square_avg;

        /// <summary>The running step; null without momentum.</summary>
        public Tensor? momentum_buffer;

        /// <summary>The running mean of the gradient; null when not centred.</summary>
        public Tensor? grad_avg;

        /// <summary>The state of a parameter, before the first step.</summary>
        public State(Parameter parameter)
            : base(parameter)
        {
        }

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options)
        {
            var settings = (Options)options;
            step = 0;
            Replace(ref square_avg, Zeros());
            Replace(ref momentum_buffer, settings.momentum > 0 ? Zeros() : null);
            Replace(ref grad_avg, settings.centered == true ? Zeros() : null);
        }

        /// <inheritdoc/>
        private protected override void Visit(StateVisitor visitor)
        {
            visitor.Visit(ref step);
            visitor.Visit(ref square_avg);
            visitor.VisitOptional(ref momentum_buffer);
            visitor.VisitOptional(ref grad_avg);
        }
    }
}
