using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <content>Settings of a group and state of a parameter.</content>
public sealed partial class SGD
{
    /// <summary>The settings of a group; null to take the optimizer's.</summary>
    public class Options : OptimizerOptions
    {
        /// <summary>The share of the last step in the next.</summary>
        public double? momentum;

        /// <summary>The part of the gradient kept out of the momentum.</summary>
        public double? dampening;

        /// <summary>The decay of the weights.</summary>
        public double? weight_decay;

        /// <summary>Nesterov's look-ahead.</summary>
        public bool? nesterov;

        /// <summary>Go up instead of down.</summary>
        public bool? maximize;

        /// <inheritdoc/>
        internal override void Check()
        {
            base.Check();
            Require(momentum >= 0, $"The momentum must not be negative, was {momentum}.");
            Require(weight_decay >= 0, $"weight_decay must not be negative, was {weight_decay}.");
            Require(nesterov != true || (momentum > 0 && dampening == 0), $"Nesterov's look-ahead needs a momentum and no dampening.");
        }

        /// <inheritdoc/>
        private protected override void Visit(SettingVisitor visitor)
        {
            visitor.Visit(ref momentum);
            visitor.Visit(ref dampening);
            visitor.Visit(ref weight_decay);
            visitor.Visit(ref nesterov);
            visitor.Visit(ref maximize);
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
            IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false)
            : base(
                parameters,
                new Options
                {
                    LearningRate = lr,
                    momentum = momentum,
                    dampening = dampening,
                    weight_decay = weight_decay,
                    nesterov = nesterov,
                    maximize = maximize,
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
        /// <summary>The running step; null before the first.</summary>
        public Tensor? momentum_buffer;

        /// <summary>The state of a parameter, before the first step.</summary>
        public State(Parameter parameter)
            : base(parameter)
        {
        }

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options)
        {
            Replace(ref momentum_buffer, null);
        }

        /// <inheritdoc/>
        private protected override void Visit(StateVisitor visitor)
        {
            visitor.VisitOptional(ref momentum_buffer);
        }
    }
}
