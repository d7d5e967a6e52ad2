// schema_documents FOLDER: the forms of the catalogue as NAME.form and for each 10,000 random documents,
// right ones and altered ones, as NAME.documents; prints the names.
import {writeFileSync} from 'node:fs';
import {documents, forms} from '../tests/schema/forms.mjs';
for (const {name, schema} of forms()) {
  writeFileSync(`${process.argv[2]}/${name}.form`, JSON.stringify(schema));
  writeFileSync(`${process.argv[2]}/${name}.documents`, documents(schema, 10000, 1).map(d => JSON.stringify(d) + '\n').join(''));
  console.log(name);
}
