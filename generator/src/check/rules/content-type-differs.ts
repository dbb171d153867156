import type { Application } from '../../model/contract-model.ts';
import { keyPosition } from '../../model/node.ts';
import type { Checked, Report, Rule } from '../rule.ts';

/** What names another encoding than Avro's binary one; `avro/json` does as well. Types of one's own name none. */
const others = /\b(?:nd)?json\b|\b(?:xml|yaml|csv|protobuf|msgpack|cbor)\b|^text\//i;

/** Clients write Avro, whatever the contract calls it. A reader that goes by another name of it cannot read it. */
export const contentTypeDiffers: Rule = {
  id: 'CONTENT_TYPE_DIFFERS',
  severity: 'warning',
  *check({ model, document }) {
    for (const { name, wire, position } of model.messages) {
      if (isOther(wire.contentType))
        yield report(`The content type of the message '${name}'`, wire.contentType, position);
    }
    for (const application of model.applications) {
      const type = application.defaultContentType;
      if (!isOther(type) || !isInherited(application)) continue;
      yield report(`The default content type of '${application.name}'`, type, defaultPosition(document, application));
    }
  },
};

/** The parameters of a media type, such as a charset, say nothing of its encoding. */
const isOther = (type: string | undefined): type is string =>
  type !== undefined && others.test(type.replace(/;.*/s, ''));

const isInherited = ({ operations }: Application): boolean =>
  operations.some(({ messages }) => messages.some(({ wire }) => wire.contentType === undefined));

function defaultPosition(document: Checked['document'], { position }: Application): Report['position'] {
  const root = document.files.get(position.file)?.root;
  return root?.kind === 'map' ? keyPosition(root, 'defaultContentType') : position;
}

const report = (what: string, type: string, position: Report['position']): Report => ({
  message: `${what} is ${type}; what clients write and read is Avro in binary.`,
  position,
  related: [],
  help: 'Write application/avro, which is in the header `content-type` of what clients send.',
});
